package io.usher.isolation;

import io.quarkus.test.junit.QuarkusTest;

/** With both locks, as in production. */
@QuarkusTest
class TenantIsolationTest extends TenantIsolationContract {

    @Override
    void loosen() {
        // both locks hold
    }

    @Override
    void restore() {
        // nothing was loosened
    }
}
