package io.usher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.usher.directory.DormantMemberships;
import io.usher.directory.Groups;
import io.usher.directory.Memberships;
import io.usher.directory.Users;
import io.usher.leavers.ContentHandovers;
import io.usher.seats.Seats;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The architecture, as one map and a few sentences beside it. */
@AnalyzeClasses(packages = "io.usher", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.usher.";

    /** Which room may use which; what is not named here is forbidden. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("boot", Set.of("scim", "api", "lifecycle", "audit", "access", "tenants", "platform")),
            Map.entry("scim", Set.of("lifecycle", "gate", "directory", "access", "tenants", "platform")),
            Map.entry(
                    "api",
                    Set.of(
                            "lifecycle",
                            "gate",
                            "directory",
                            "seats",
                            "leavers",
                            "reports",
                            "audit",
                            "events",
                            "access",
                            "tenants",
                            "platform")),
            Map.entry(
                    "lifecycle",
                    Set.of(
                            "gate",
                            "directory",
                            "seats",
                            "leavers",
                            "reports",
                            "audit",
                            "events",
                            "access",
                            "tenants",
                            "platform")),
            Map.entry("gate", Set.of("directory", "tenants")),
            Map.entry("directory", Set.of("platform")),
            Map.entry("seats", Set.of("platform")),
            Map.entry("leavers", Set.of("platform")),
            Map.entry("reports", Set.of("platform")),
            Map.entry("audit", Set.of("access", "platform")),
            Map.entry("events", Set.of("access", "platform")),
            Map.entry("access", Set.of("tenants", "platform")),
            Map.entry("tenants", Set.of("platform")),
            Map.entry("platform", Set.of()));

    /** The rooms inside the SCIM edge, likewise; what all of them share lies beside them. */
    private static final Map<String, Set<String>> SCIM_MAY_USE = Map.of(
            "schema", Set.of(),
            "filter", Set.of("schema"),
            "patch", Set.of("schema", "filter"),
            "http", Set.of("schema", "filter", "patch"));

    private static final String[] DOMAIN = Stream.of(
                    "gate",
                    "lifecycle",
                    "directory",
                    "seats",
                    "leavers",
                    "reports",
                    "audit",
                    "events",
                    "access",
                    "tenants",
                    "platform")
            .map(room -> ROOT + room + "..")
            .toArray(String[]::new);

    @ArchTest
    void a_room_uses_only_the_rooms_it_may(JavaClasses classes) {
        MAY_USE.forEach((room, allowed) -> usesOnly(ROOT, room, allowed).check(classes));
    }

    @ArchTest
    void a_room_of_the_scim_edge_uses_only_the_rooms_before_it(JavaClasses classes) {
        SCIM_MAY_USE.forEach(
                (room, allowed) -> usesOnly(ROOT + "scim.", room, allowed).check(classes));
    }

    private static ArchRule usesOnly(String root, String room, Set<String> allowed) {
        Set<String> forbidden = new TreeSet<>(root.equals(ROOT) ? MAY_USE.keySet() : SCIM_MAY_USE.keySet());
        forbidden.remove(room);
        forbidden.removeAll(allowed);
        String[] packages = forbidden.stream().map(other -> root + other + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(false);
    }

    @ArchTest
    void every_class_lives_in_a_room_and_every_room_says_what_it_owns(JavaClasses classes) {
        Set<String> rooms = classes.stream()
                .map(type -> type.getPackageName()
                        .replaceFirst("^io\\.usher\\.?", "")
                        .split("\\.", -1)[0])
                .collect(Collectors.toSet());
        assertThat(rooms).isEqualTo(MAY_USE.keySet());
        Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages)
                .allSatisfy(name -> assertThat(classes.stream()
                                .filter(type -> type.getPackageName().equals(name))
                                .map(JavaClass::getSimpleName))
                        .as("package-info of " + name)
                        .contains("package-info"));
    }

    @ArchTest
    static final ArchRule rooms_make_no_circle =
            slices().matching("io.usher.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_domain_knows_no_protocol = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.apache.directory.scim..", "io.vertx..");

    @ArchTest
    static final ArchRule the_scim_edge_knows_no_sql = noClasses()
            .that()
            .resideInAPackage("io.usher.scim..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "jakarta.persistence..", "org.hibernate..", "io.usher.seats..");

    @ArchTest
    static final ArchRule only_the_platform_asks_what_time_it_is = noClasses()
            .that()
            .resideOutsideOfPackage("io.usher.platform..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule names_say_something =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util|Utils)");

    @ArchTest
    static final ArchRule only_the_lifecycle_changes_people_groups_and_seats = noClasses()
            .that()
            .resideOutsideOfPackages("io.usher.lifecycle..", "io.usher.directory..", "io.usher.seats..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "write people, memberships or seats",
                    type -> List.of(Users.class, Seats.class).stream().anyMatch(type::isEquivalentTo)))
            .orShould()
            .callMethodWhere(changes(
                    Groups.class, "add", "change", "touch", "delete", "manage", "lock", "lockOf", "touchOf", "mixed"))
            .orShould()
            .callMethodWhere(changes(ContentHandovers.class, "open", "cancel", "confirm"))
            .orShould()
            .callMethodWhere(changes(Memberships.class, "change", "end"))
            .orShould()
            .callMethodWhere(changes(DormantMemberships.class, "fallAsleep", "wake", "answer"));

    @ArchTest
    static final ArchRule nobody_writes_past_a_repository_of_his_own_room = noClasses()
            .that()
            .resideInAnyPackage("io.usher.scim..", "io.usher.api..", "io.usher.boot..", "io.usher.lifecycle..")
            .should()
            .callMethodWhere(changes(
                    PanacheRepositoryBase.class,
                    "persist",
                    "persistAndFlush",
                    "delete",
                    "deleteById",
                    "deleteAll",
                    "update"));

    private static DescribedPredicate<JavaCall<?>> changes(Class<?> owner, String... methods) {
        Set<String> names = Arrays.stream(methods).collect(Collectors.toSet());
        return DescribedPredicate.describe(
                "call " + owner.getSimpleName() + "." + names,
                call -> call.getTargetOwner().isAssignableTo(owner)
                        && names.contains(call.getTarget().getName())
                        && (owner != PanacheRepositoryBase.class || isInherited(call)));
    }

    /** Groups.delete is a rule of the directory; Panache's own delete is a way around all rules. */
    private static boolean isInherited(JavaCall<?> call) {
        return call.getTarget()
                .resolveMember()
                .map(member -> member.getOwner().isEquivalentTo(PanacheRepositoryBase.class))
                .orElse(true);
    }

    @ArchTest
    void the_platform_stays_small(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(type -> type.getPackageName().equals("io.usher.platform"))
                        .filter(type ->
                                !type.isNestedClass() && !type.getSimpleName().equals("package-info")))
                .hasSizeLessThan(15);
    }
}
