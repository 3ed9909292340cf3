package dev.sluice.launcher;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.enrichers.ModelUnavailable;
import dev.sluice.enrichers.embedded.EmbeddedModels;
import dev.sluice.enrichers.embedded.Evaluation;
import dev.sluice.enrichers.embedded.Evaluation.Judgement;
import dev.sluice.enrichers.embedded.InvalidLabelledFile;
import dev.sluice.enrichers.embedded.LabelledLines;
import dev.sluice.enrichers.embedded.LabelledLines.Labelled;
import dev.sluice.schemas.Json;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.Sentiment;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import dev.sluice.tenants.TenantFile;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./sluice evaluate`: how often the embedded models say what people said.
@Command(
    name = "evaluate",
    description = {
      "Compares the embedded models with lines that people labelled: accuracy and macro-F1.",
      "Labels negative, neutral and positive judge the sentiment, any others the category."
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final Set<String> SENTIMENTS =
      Arrays.stream(Sentiment.Label.values())
          .map(EvaluateCommand::lower)
          .collect(Collectors.toUnmodifiableSet());

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--labelled",
      required = true,
      paramLabel = "FILE.csv",
      description = "Lines with labels; the first line names the columns.")
  private Path labelled = Path.of("");

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      defaultValue = "text",
      description = "Where the text is; ${DEFAULT-VALUE} unless set.")
  private String textColumn = "";

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      defaultValue = "label",
      description = "Where the label is; ${DEFAULT-VALUE} unless set.")
  private String labelColumn = "";

  @Option(names = "--json", description = "Prints JSON instead.")
  private boolean json;

  @ArgGroup private @Nullable Categories categories;

  /// Whose categories are judged: one way of three, else the shipped general ones.
  static final class Categories {

    @Option(
        names = "--taxonomy",
        required = true,
        paramLabel = "NAME",
        description = "Shipped categories: general, bank, retailer or clinic.")
    private Taxonomy taxonomy = Taxonomy.GENERAL;

    @ArgGroup(exclusive = false, heading = "Categories of a tenant:%n")
    private @Nullable TenantOfFile tenant;

    @ArgGroup(exclusive = false, heading = "Categories by examples from another file:%n")
    private @Nullable ExamplesOption examples;
  }

  /// A tenant that need not have been applied.
  static final class TenantOfFile {

    @Option(
        names = "--tenant",
        required = true,
        paramLabel = "T",
        description = "Whose categories.")
    private String id = "";

    @Option(
        names = "--tenants",
        required = true,
        paramLabel = "FILE",
        description = "Tenants in YAML.")
    private Path file = Path.of("");
  }

  @Override
  public Integer call() throws Exception {
    try {
      List<Labelled> lines = LabelledLines.read(labelled, textColumn, labelColumn);
      Tenant tenant = tenant();
      try (EmbeddedModels models = EmbeddedModels.open()) {
        print(Evaluation.of(judge(lines, answers(lines, models, tenant))));
      }
    } catch (NoSuchFileException e) {
      throw new CannotStart("there is no file " + e.getMessage(), e);
    } catch (InvalidLabelledFile e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  /// What is asked of a model: the text goes in, its label comes out.
  @FunctionalInterface
  private interface Answers {
    String to(String text) throws ModelUnavailable;
  }

  private static Answers answers(List<Labelled> lines, EmbeddedModels models, Tenant tenant) {
    boolean sentiment = lines.stream().map(Labelled::label).allMatch(SENTIMENTS::contains);
    return sentiment
        ? text -> lower(models.sentiment().read(tenant, text).label())
        : text -> models.category().read(tenant, text).name();
  }

  private static List<Judgement> judge(List<Labelled> lines, Answers answers)
      throws ModelUnavailable {
    List<Judgement> judgements = new ArrayList<>(lines.size());
    for (Labelled line : lines) {
      judgements.add(new Judgement(line.label(), answers.to(line.text())));
    }
    return judgements;
  }

  private Tenant tenant() throws Exception {
    TenantId id = new TenantId("evaluated");
    if (categories == null) {
      return PlainTenant.of(id);
    }
    if (categories.tenant != null) {
      return TenantOption.among(
          TenantFile.read(categories.tenant.file), categories.tenant.id, categories.tenant.file);
    }
    if (categories.examples != null) {
      return PlainTenant.of(
          id, Models.DEFAULT, categories.examples.categories(textColumn, labelColumn));
    }
    return PlainTenant.of(id, new Models(categories.taxonomy, null, null), List.of());
  }

  private void print(Evaluation evaluation) throws JsonProcessingException {
    PrintWriter out = requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(evaluation));
    } else {
      out.print(EvaluationPage.of(evaluation));
    }
    out.flush();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
