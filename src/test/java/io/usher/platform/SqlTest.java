package io.usher.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T62")
class SqlTest {

    @Test
    void why_a_commit_failed_is_found_where_the_transaction_manager_hides_it() {
        RollbackException commit = new RollbackException("Could not commit transaction");
        commit.addSuppressed(new IllegalStateException(new SQLException("deadlock", "40P01")));
        assertThat(Sql.state(new IllegalStateException(commit))).isEqualTo("40P01");
        assertThat(Sql.mayRetry(commit)).isTrue();
    }

    @Test
    void a_transaction_that_took_too_long_is_the_databases_and_not_a_bug() {
        Throwable commit = new IllegalStateException(new RollbackException("Could not commit transaction"));
        assertThat(Sql.isAway(commit)).isTrue();
        assertThat(Sql.mayRetry(commit)).isFalse();
    }

    @Test
    void who_waited_in_vain_for_a_connection_has_not_lost_one() {
        SQLException noneInTime = new SQLException("Acquisition timeout");
        assertThat(Sql.isAway(noneInTime)).isTrue();
        assertThat(Sql.isLost(noneInTime)).isFalse();
        assertThat(Sql.isLost(new SQLException("gone", "08006"))).isTrue();
    }

    @Test
    void a_violated_rule_is_no_outage() {
        assertThat(Sql.isAway(new SQLException("taken", "23505"))).isFalse();
        assertThat(Sql.isAway(new IllegalStateException("a bug"))).isFalse();
    }
}
