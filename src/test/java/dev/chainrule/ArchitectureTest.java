package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.chainrule.architecture.Arrows;
import dev.chainrule.architecture.Rules;
import dev.chainrule.architecture.SourceRules;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The house keeps its rules; each rule is also held against a bad house in which a named class must break it. */
final class ArchitectureTest {

    private static final String HOUSE = "dev.chainrule";
    private static final String BAD_HOUSE = "badhouse";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);
    private static final JavaClasses BAD_CLASSES = new ClassFileImporter().importPackages(BAD_HOUSE);

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("the arrows", root -> new Arrows(root).rule(), "engine.array -> job", "Unmarked is in no room"),
                rule("the engine stands alone", Rules::engineStandsAlone, "KnowsSpring.status", "LooksUp.job"),
                rule("no cycles", Rules::noCycles, "Cycle detected"),
                rule("null-marked", root -> Rules.everyPackageIsNullMarked(), "Unmarked"),
                rule("nobody interrupts", root -> Rules.nobodyInterrupts(), "Interrupts.stop", "ShutsDownNow.stop"),
                rule("nothing revived", root -> Rules.nothingUntrustedIsRevived(), "Revives.read", "ReadsNpy.read"),
                rule("no programs", root -> Rules.noOtherProgramIsStarted(), "StartsProgram", "BuildsProgram"),
                rule("nothing calls out", root -> Rules.nothingCallsOut(), "CallsOut.fetch", "CallsOut.open"),
                rule("no database server", root -> Rules.noDatabaseServerIsStarted(), "OpensDatabase.start"),
                rule("nothing printed", root -> Rules.nothingIsPrinted(), "Prints.print"),
                rule("abstract or final", root -> Rules.classesAreAbstractOrFinal(), "JobManager does not"),
                rule("names", root -> Rules.namesSayWhatAThingIs(), "JobManager does not"),
                rule("entities", root -> Rules.entitiesStayInTheirRoom(), "OpenEntity"),
                rule(
                        "components",
                        root -> Rules.componentsAreFound(),
                        "Unscanned does not",
                        "Unscanned$Nested does not"));
    }

    private static Arguments rule(String name, Function<String, ArchRule> rule, String... broken) {
        return Arguments.of(Named.of(name, rule), List.of(broken));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseKeeps(Function<String, ArchRule> rule, List<String> broken) {
        rule.apply(HOUSE).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theBadHouseBreaks(Function<String, ArchRule> rule, List<String> broken) {
        String report = String.join(
                "\n",
                rule.apply(BAD_HOUSE).evaluate(BAD_CLASSES).getFailureReport().getDetails());

        assertThat(broken).isNotEmpty().allSatisfy(name -> assertThat(report).contains(name));
    }

    @Test
    void everyRoomIsThereAndFilled() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).map(ArchitectureTest::roomOf))
                .containsAll(Arrows.rooms());
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    private static String roomOf(String packageName) {
        return packageName.equals(HOUSE) ? "" : packageName.substring(HOUSE.length() + 1);
    }

    @Test
    void sourceFilesAreShortAndFinishedAndCancelWithoutInterrupts() {
        assertThat(SourceRules.violations(Path.of("src/main/java"))).isEmpty();
    }

    @Test
    void longUnfinishedAndInterruptingFilesAreSeen() {
        assertThat(SourceRules.violation(Collections.nCopies(SourceRules.LONGEST_FILE + 1, "")))
                .isPresent();
        assertThat(SourceRules.violation(List.of("future.cancel( true );"))).isPresent();
        assertThat(SourceRules.violation(List.of("// TO" + "DO: mend"))).isPresent();
        assertThat(SourceRules.violation(List.of("future.cancel(false);"))).isEmpty();
        assertThat(SourceRules.violations(Path.of("src/test/java/badhouse"))).isEmpty();
    }
}
