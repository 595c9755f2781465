package io.usher.isolation;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

/** The first lock alone: row-level security is off, and the predicates of the queries must do. */
@QuarkusTest
@Tag("T89")
class PredicatesAloneTest extends TenantIsolationContract {

    @Override
    void loosen() throws SQLException {
        Locks.policies(false);
    }

    @Override
    void restore() throws SQLException {
        Locks.policies(true);
    }
}
