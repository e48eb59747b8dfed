package dev.assay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.assay.engine.backend.Accuracy;
import dev.assay.engine.backend.Elementary;
import org.junit.jupiter.api.Test;

/** The arrows between the modules go one way, and the engine stays light. */
class ArchitectureTest {
  private static final JavaClasses ASSAY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.assay");

  @Test
  void theEngineDependsOnTheJdkEjmlAndCommonsOnly() {
    classes()
        .that()
        .resideInAPackage("dev.assay.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.imageio..", "dev.assay.engine..", "org.ejml..", "org.apache.commons..")
        .because("minimal JVM environments embed it")
        .check(ASSAY);
  }

  /** A runtime of java.base alone has no java.desktop: only the codecs may need it, when called. */
  @Test
  void onlyTheRoomOfImagesKnowsImageFiles() {
    noClasses()
        .that()
        .resideInAPackage("dev.assay.engine..")
        .and()
        .resideOutsideOfPackage("dev.assay.engine.ops.image..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.imageio..", "java.awt..")
        .check(ASSAY);
  }

  @Test
  void theArrowsGoOneWay() {
    arrow("dev.assay.learn..", "dev.assay.engine..");
    arrow("dev.assay.formats..", "dev.assay.engine..", "dev.assay.learn..", "dev.assay.protos..");
    arrow("dev.assay.protos..");
    arrow("dev.assay.programs..", "dev.assay.engine..", "dev.assay.learn..", "dev.assay.formats..");
    arrow("dev.assay.simd..", "dev.assay.engine..");
    arrow("dev.assay.opencl..", "dev.assay.engine..");
    arrow("dev.assay.golden..");
    arrow("dev.assay.spec..", "dev.assay.engine..");
    arrow("dev.assay.proof..", "dev.assay.opencl..", "dev.assay.engine..", "dev.assay.tck..");
    arrow("dev.assay.tck..", "dev.assay.engine..", "dev.assay.golden..", "dev.assay.spec..");
    arrow(
        "dev.assay.vectors..",
        "dev.assay.engine..",
        "dev.assay.formats..",
        "dev.assay.golden..",
        "dev.assay.spec..",
        "dev.assay.tck..");
  }

  private static void arrow(String from, String... to) {
    String[] allowed = new String[to.length + 1];
    System.arraycopy(to, 0, allowed, 0, to.length);
    allowed[to.length] = from;
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.assay..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
        .because("the arrows of the design go one way")
        .allowEmptyShould(true)
        .check(ASSAY);
  }

  /**
   * A specification that called the engine's loops would agree with its mistakes. What a backend
   * declares of its functions' accuracy is no loop, and its running errors are made of it.
   */
  @Test
  void theSpecificationSharesNoCodeWithTheOperations() {
    noClasses()
        .that()
        .resideInAPackage("dev.assay.spec..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "dev.assay.engine.ops..",
                    "dev.assay.engine.grad..",
                    "dev.assay.engine.backend..",
                    "dev.assay.engine.graph..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.belongToAnyOf(Accuracy.class, Elementary.class))))
        .check(ASSAY);
  }

  @Test
  void noRoomIsCalledUtils() {
    noClasses().should().haveSimpleNameEndingWith("Utils").check(ASSAY);
    noClasses().should().haveSimpleNameEndingWith("Util").check(ASSAY);
  }

  @Test
  void theModulesWereImported() {
    assertTrue(ASSAY.size() > 100, "only " + ASSAY.size() + " classes");
    slices().matching("dev.assay.(*)..").should().beFreeOfCycles().check(ASSAY);
  }
}
