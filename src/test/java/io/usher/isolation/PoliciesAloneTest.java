package io.usher.isolation;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

/** The second lock alone: the program forgets every tenant predicate, and row-level security must do. */
@QuarkusTest
@Tag("T89")
class PoliciesAloneTest extends TenantIsolationContract {

    @Override
    void loosen() throws SQLException {
        Locks.predicates(false);
    }

    @Override
    void restore() throws SQLException {
        Locks.predicates(true);
    }
}
