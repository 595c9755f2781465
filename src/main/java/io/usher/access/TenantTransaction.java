package io.usher.access;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method in one transaction that is opened for the current caller: his token is checked and his tenant set in one
 * round trip, before anything else is asked.
 * A deadlock or serialization failure runs the method again, at most three times.
 * Called inside such a transaction, the method joins it.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface TenantTransaction {

    /** Every statement reads the database as it was at the first one, whatever others commit meanwhile. */
    @Nonbinding
    boolean ofOneMoment() default false;
}
