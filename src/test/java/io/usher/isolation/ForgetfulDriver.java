package io.usher.isolation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the tests: PostgreSQL's own, which forgets every tenant predicate while it is told to. It stands below
 * Hibernate, so that generated, native and plain JDBC statements all pass it.
 */
public class ForgetfulDriver implements Driver {

    /** {@code u.tenant_id=?} or {@code m.tenant_id = r.tenant_id}; the parameter must stay, so the comparison does too. */
    private static final Pattern PREDICATE =
            Pattern.compile("\\b(?:\\w+\\.)?tenant_id\\s*=\\s*(?:\\?|\\w+\\.tenant_id\\b)");

    /** {@code (u.tenant_id,u.id)=(?,?)} or {@code in ((?,?))}, as Hibernate compares a composite key. */
    private static final Pattern KEY = Pattern.compile(
            "\\((\\w+\\.tenant_id), ?(\\w+\\.\\w+)\\) ?(?:= ?\\(\\?, ?\\?\\)|in ?\\(\\(\\?, ?\\?\\)\\))");

    /** A key compared in another way: to be learnt here, or the proof would be hollow. */
    private static final Pattern REMEMBERED = Pattern.compile("tenant_id, ?\\w+\\.\\w+\\) ?(?:=|in)");

    private static volatile boolean forgetting;

    private final Driver real;

    public ForgetfulDriver() throws ReflectiveOperationException {
        // By name: to compile against the driver would want the annotations that it was compiled with.
        real = Class.forName("org.postgresql.Driver")
                .asSubclass(Driver.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    static void forget(boolean predicates) {
        forgetting = predicates;
    }

    static String forgotten(String sql) {
        String open = KEY.matcher(PREDICATE.matcher(sql).replaceAll("($0 OR true)"))
                .replaceAll("(($1 = ? OR true) AND $2 = ?)");
        if (REMEMBERED.matcher(open).find()) {
            throw new IllegalStateException("A tenant predicate that cannot be forgotten: " + open);
        }
        return open;
    }

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        Connection connection = real.connect(url, info);
        return connection == null ? null : forgetful(connection);
    }

    private static Connection forgetful(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ForgetfulDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (forgetting && method.getName().startsWith("prepare") && arguments[0] instanceof String sql) {
                        arguments[0] = forgotten(sql);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return real.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return real.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return real.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }
}
