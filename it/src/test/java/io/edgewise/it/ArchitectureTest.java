// SPDX-License-Identifier: Apache-2.0
package io.edgewise.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/// The rules of the house about who may use what (ARCHITECTURE.md).
@AnalyzeClasses(packages = "io.edgewise", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule nativeCodeIsCalledInTwoPackages = noClasses()
            .that()
            .resideOutsideOfPackages("io.edgewise.inference.tflite", "io.edgewise.gateway.systemd")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..")
            .because("a mistake in a native call ends the process: two packages are enough to review");

    @ArchTest
    static final ArchRule pahoIsKnownInOnePackage = noClasses()
            .that()
            .resideOutsideOfPackage("io.edgewise.gateway.mqtt.paho")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.paho..")
            .because("its defects are handled there, and another client must be able to take its place");

    @ArchTest
    static final ArchRule vertxStaysInTheGateway = noClasses()
            .that()
            .resideOutsideOfPackage("io.edgewise.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule devicesKnowNoModels = noClasses()
            .that()
            .resideInAPackage("io.edgewise.devices..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.edgewise.inference..",
                    "io.edgewise.importer..",
                    "io.edgewise.gateway..",
                    "io.edgewise.testkit..");

    @ArchTest
    static final ArchRule importerKnowsInferenceAlone = noClasses()
            .that()
            .resideInAPackage("io.edgewise.importer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.edgewise.devices..", "io.edgewise.gateway..", "io.edgewise.testkit..");

    @ArchTest
    static final ArchRule graphsAreWrittenInOnePackage = noClasses()
            .that()
            .resideOutsideOfPackages("io.edgewise.importer.graph", "io.edgewise.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tensorflow..", "com.google.flatbuffers..")
            .because("what reads models on a board checks every byte, which these classes don't");

    @ArchTest
    static final ArchRule inferenceKnowsNoDevices = noClasses()
            .that()
            .resideInAPackage("io.edgewise.inference..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.edgewise.devices..",
                    "io.edgewise.importer..",
                    "io.edgewise.gateway..",
                    "io.edgewise.testkit..");

    @ArchTest
    static final ArchRule theGatewayDoesNotShipTheTestkit = noClasses()
            .that()
            .resideInAPackage("io.edgewise.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.edgewise.testkit..");

    @ArchTest
    static final ArchRule theTestkitKnowsNoModuleOfOurs = noClasses()
            .that()
            .resideInAPackage("io.edgewise.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.edgewise.devices..",
                    "io.edgewise.inference..",
                    "io.edgewise.importer..",
                    "io.edgewise.gateway..");

    @ArchTest
    static final ArchRule deliveryKnowsNoLibrary = noClasses()
            .that()
            .resideInAnyPackage("io.edgewise.gateway.delivery", "io.edgewise.gateway.route")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.micrometer..")
            .because("the promise must be testable without them");

    @ArchTest
    static final ArchRule inferenceHasNoCycles = SlicesRuleDefinition.slices()
            .matching("io.edgewise.inference.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule importerHasNoCycles = SlicesRuleDefinition.slices()
            .matching("io.edgewise.importer.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule gatewayHasNoCycles = SlicesRuleDefinition.slices()
            .matching("io.edgewise.gateway.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Common)")
            .because("such a name says nothing");

    @ArchTest
    static final ArchRule noStaticMutableState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(
                    "io.edgewise.devices..",
                    "io.edgewise.inference..",
                    "io.edgewise.importer..",
                    "io.edgewise.gateway..")
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule noInferenceOnSharedThreads = noClasses()
            .that()
            .resideInAPackage("io.edgewise.gateway..")
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Vertx.executeBlocking", call -> call.getTarget().getName().equals("executeBlocking")))
            .because("a shared worker pool hides the queue");
}
