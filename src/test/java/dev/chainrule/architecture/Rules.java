package dev.chainrule.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.chainrule.Application;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/** What every class of the house keeps to, whichever room it is in. */
public final class Rules {

    private static final Pattern HOLLOW_NAME = Pattern.compile("(Common.*|.*(Impl|Utils?|Manager|Common|Helper))");

    private static final Set<String> PROXIED = Set.of(
            "jakarta.persistence.Entity",
            "jakarta.persistence.MappedSuperclass",
            "jakarta.persistence.Embeddable",
            "org.springframework.transaction.annotation.Transactional",
            "org.springframework.stereotype.Repository",
            "org.springframework.scheduling.annotation.Async",
            "org.springframework.validation.annotation.Validated");

    private Rules() {}

    /** The engine could be lifted out and used without the service. */
    public static ArchRule engineStandsAlone(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".engine..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + ".engine..",
                        "java..",
                        "jdk.incubator.vector..",
                        "org.nd4j..",
                        "org.bytedeco..",
                        "org.jspecify..",
                        "org.slf4j..");
    }

    public static ArchRule noCycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    public static ArchRule everyPackageIsNullMarked() {
        return classes()
                .should(condition(
                        "live in a @NullMarked package",
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
    }

    /** An interrupt inside H2 closes the database for everyone (RELIABILITY F3). */
    public static ArchRule nobodyInterrupts() {
        return noClasses()
                .should()
                .callMethodWhere(calls(Thread.class.getName(), "interrupt"))
                .orShould()
                .callMethodWhere(calls("java.util.concurrent.ExecutorService", "shutdownNow"));
    }

    /** ND4J's readers crash the process or hand out foreign memory (RELIABILITY F5, F6); the others run what they read. */
    public static ArchRule nothingUntrustedIsRevived() {
        return noClasses()
                .should()
                .callMethodWhere(calls("org.nd4j.linalg.factory.Nd4j", "(read|createFromNp|createNp).*"))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.xml..", "org.yaml..");
    }

    public static ArchRule noOtherProgramIsStarted() {
        return noClasses()
                .should()
                .callMethodWhere(calls("java.lang.Runtime", "exec"))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder");
    }

    /** No caller can make the service call somebody (SSRF): it calls nobody but its database, and, in the file named for it, its bucket. */
    public static ArchRule nothingCallsOut() {
        return noClasses()
                .that()
                .haveNameNotMatching(".*\\.storage\\.Bucket(Shelf|Properties)([$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "software.amazon.awssdk..", "org.springframework.web.client..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\.(Socket|DatagramSocket|URLConnection|HttpURLConnection)")
                .orShould()
                .callMethodWhere(calls("java.net.URL", "open(Stream|Connection)|getContent"))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.SocketChannel");
    }

    /** H2's own servers answer whoever reaches them. */
    public static ArchRule noDatabaseServerIsStarted() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.h2.server..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("org\\.h2\\.tools\\.(Server|Console)");
    }

    public static ArchRule nothingIsPrinted() {
        return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
    }

    /** Except what a proxy must extend: entities, and beans with advice on them (transactions, async, validation). */
    public static ArchRule classesAreAbstractOrFinal() {
        return classes()
                .that(not(describe("proxied", Rules::isProxied)))
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(condition(
                        "be abstract or final",
                        type -> type.getModifiers().contains(JavaModifier.ABSTRACT)
                                || type.getModifiers().contains(JavaModifier.FINAL)));
    }

    private static boolean isProxied(JavaClass type) {
        return isAdvised(type) || type.getMethods().stream().anyMatch(Rules::isAdvised);
    }

    private static boolean isAdvised(CanBeAnnotated annotated) {
        return PROXIED.stream()
                .anyMatch(name -> annotated.isAnnotatedWith(name) || annotated.isMetaAnnotatedWith(name));
    }

    public static ArchRule namesSayWhatAThingIs() {
        return classes()
                .should(condition(
                        "have a name that says what it is",
                        type -> !HOLLOW_NAME.matcher(type.getSimpleName()).matches()));
    }

    public static ArchRule entitiesStayInTheirRoom() {
        return classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .should()
                .bePackagePrivate()
                .allowEmptyShould(true);
    }

    /** The scan looks into the packages {@link Application} names, not into those below them, and not into classes within classes. */
    public static ArchRule componentsAreFound() {
        Set<String> scanned =
                Set.of(Application.class.getAnnotation(ComponentScan.class).basePackages());
        return classes()
                .that(describe("components", Rules::isComponent))
                .should(condition(
                        "lie where Application's scan finds it",
                        type -> type.isEquivalentTo(Application.class)
                                || scanned.contains(type.getPackageName()) && !type.isNestedClass()));
    }

    private static boolean isComponent(JavaClass type) {
        return !type.isAnnotation() && AnnotatedElementUtils.isAnnotated(type.reflect(), Component.class);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String owner, String name) {
        Pattern pattern = Pattern.compile(name);
        return describe(
                "call of " + owner + "." + name,
                access -> access.getTarget() instanceof CodeUnitCallTarget target
                        && pattern.matcher(target.getName()).matches()
                        && assignableTo(owner).test(target.getOwner()));
    }

    private static ArchCondition<JavaClass> condition(
            String description, java.util.function.Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!holds.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + description));
                }
            }
        };
    }
}
