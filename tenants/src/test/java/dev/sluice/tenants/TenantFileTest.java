package dev.sluice.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.CategoryTopic;
import dev.sluice.schemas.Channel;
import dev.sluice.schemas.Models;
import dev.sluice.schemas.Priority.Band;
import dev.sluice.schemas.PriorityRules;
import dev.sluice.schemas.PriorityRules.HardRule;
import dev.sluice.schemas.RemoteModel;
import dev.sluice.schemas.SecretRef;
import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.Tenant.Asset;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantFileTest {

  private static final String MINIMAL =
      """
      id: %s
      webhooks:
        appSecrets: [env:META_APP_SECRET]
        verifyToken: env:META_VERIFY_TOKEN
      """;

  private final Path directory;

  TenantFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldReadTenantWithEverySetting() throws Exception {
    // Given
    Path file =
        file(
            """
            # the bank's care desk
            id: bank
            name: Bank of Bern
            webhooks:
              appSecrets: [env:BANK_SECRET, file:/run/secrets/bank-old]
              verifyToken: env:BANK_VERIFY
              assets:
                - {channel: whatsapp, id: 0106540352242922}
                - channel: instagram
                  id: "17841400000000000"
            provider:
              kind: whatsapp-cloud
              url: https://graph.facebook.com/v23.0
              account: 106540352242922
              token: file:/run/secrets/token
              maxInFlight: 12
              ratePerSecond: 2.5
              requestTimeout: PT5S
            routing:
              fallback: care
              ownTopic: true
              rules:
                - {inbox: urgent, minimumScore: 80}
            categories:
              - {name: cards, weight: 20, keywords: [card, "lost card"]}
              - name: loans
                weight: 10
                topics:
                  - {name: rates, examples: ["what is your rate?", how much a month]}
            models:
              taxonomy: bank
              sentiment:
                format: template
                url: https://models.bank.example/score
                token: env:MODEL_TOKEN
                labels: {LABEL_0: negative, LABEL_1: positive}
                request: '{"q":"{{text}}"}'
                labelAt: /0/label
                timeout: PT1S
                maxInFlight: 8
            priority:
              negative: 50
              repeatMax: 30
              tiers:
                - {name: gold, points: 10, customers: [15550100, "0106"]}
              rules:
                - {name: threat, words: ["going to sue", lawyer*]}
              due: {urgent: PT5M}
            apiTokens: [env:BANK_API]
            """);

    // When
    List<Tenant> tenants = TenantFile.read(file);

    // Then
    assertThat(tenants).hasSize(1);
    Tenant bank = tenants.getFirst();
    assertThat(bank.name()).isEqualTo("Bank of Bern");
    assertThat(bank.webhooks().appSecrets())
        .containsExactly(
            new SecretRef("env:BANK_SECRET"), new SecretRef("file:/run/secrets/bank-old"));
    assertThat(bank.webhooks().assets())
        .containsExactly(
            new Asset(Channel.WHATSAPP, "0106540352242922"),
            new Asset(Channel.INSTAGRAM, "17841400000000000"));
    assertThat(bank.provider())
        .isEqualTo(
            new Tenant.Provider(
                Tenant.Provider.Kind.WHATSAPP_CLOUD,
                URI.create("https://graph.facebook.com/v23.0"),
                "106540352242922",
                new SecretRef("file:/run/secrets/token"),
                12,
                2.5,
                Duration.ofSeconds(5)));
    assertThat(bank.routing().ownTopic()).isTrue();
    assertThat(bank.routing().rules().getFirst().minimumScore()).isEqualTo(80);
    assertThat(bank.categories().getFirst().keywords()).containsExactly("card", "lost card");
    assertThat(bank.categories().getLast().topics())
        .containsExactly(
            new CategoryTopic("rates", List.of("what is your rate?", "how much a month")));
    assertThat(bank.models())
        .isEqualTo(
            new Models(
                Models.Taxonomy.BANK,
                new RemoteModel(
                    RemoteModel.Format.TEMPLATE,
                    URI.create("https://models.bank.example/score"),
                    new SecretRef("env:MODEL_TOKEN"),
                    null,
                    Map.of("LABEL_0", "negative", "LABEL_1", "positive"),
                    "{\"q\":\"{{text}}\"}",
                    "/0/label",
                    null,
                    Duration.ofSeconds(1),
                    8),
                null));
    assertThat(bank.priority().negative()).isEqualTo(50);
    assertThat(bank.priority().neutral()).isEqualTo(5);
    assertThat(bank.priority().tiers().getFirst().customers()).containsExactly("15550100", "0106");
    assertThat(bank.priority().rules())
        .containsExactly(new HardRule("threat", 75, List.of("going to sue", "lawyer*")));
    assertThat(bank.priority().due().of(Band.URGENT)).isEqualTo(Duration.ofMinutes(5));
    assertThat(bank.priority().due().of(Band.HIGH)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void shouldFillInDefaults() throws Exception {
    // Given
    Path file = file(MINIMAL.formatted("shop"));

    // When
    Tenant shop = TenantFile.read(file).getFirst();

    // Then
    assertThat(shop.name()).isEqualTo("shop");
    assertThat(shop.provider()).isNull();
    assertThat(shop.routing().fallback()).isEqualTo("general");
    assertThat(shop.categories()).isEmpty();
    assertThat(shop.models()).isEqualTo(Models.DEFAULT);
    assertThat(shop.priority()).isEqualTo(PriorityRules.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "categories: | [{name: a, weight: 1, keywords: [x]}, {name: a, weight: 2, keywords: [y]}]"
            + " | :6: categories[1].name 'a' must be given only once",
        "categories: | [{name: a, weight: 1}]"
            + " | :6: categories[0].topics '[]' must hold a topic unless there are keywords",
        "categories: | [{name: a, weight: 1, topics: [{name: t, examples: [x]}, {name: t, examples: [y]}]}]"
            + " | :6: categories[0].topics[1].name 't' must be given only once",
        "categories: | [{name: a, weight: 1, topics: [{name: t, examples: []}]}]"
            + " | :6: categories[0].topics[0].examples '[]' must hold at least one line",
        "categories: | [{name: a, weight: 1, topics: [{name: t}]}]"
            + " | :6: categories[0].topics[0].examples is missing",
        "categories: | [{name: a, weight: 1, topics: [{name: t, examples: [x, ' ']}]}]"
            + " | :6: categories[0].topics[0].examples[1] ' ' must not be blank",
        "categories: | [{name: a, weight: 1, topic: []}]"
            + " | :6: categories[0].topic is not a known key; known here: name, weight, keywords, topics",
        "models: | {taxonomy: airline}"
            + " | :6: models.taxonomy 'airline' must be one of general, bank, retailer, clinic",
        "models: | {sentiment: {url: 'ftp://m'}}"
            + " | :6: models.sentiment.url 'ftp://m' must begin with http:// or https:// and name a host",
        "models: | {sentiment: {url: 'http://a b'}}"
            + " | :6: models.sentiment.url 'http://a b' must be an address",
        "models: | {sentiment: {url: 'https://u:hunter2@m'}}"
            + " | :6: models.sentiment.url '…' must hold no user and no password",
        "models: | {category: {url: 'http://m', token: hunter2}}"
            + " | :6: models.category.token '…' must be a reference: env:NAME or file:PATH",
        "models: | {category: {url: 'http://m', format: template, request: '{}', labelAt: /l}}"
            + " | :6: models.category.request '…' must contain {{text}}",
        "models: | {category: {url: 'http://m', format: soap}}"
            + " | :6: models.category.format 'soap' must be one of native, hf, oip, openai, template",
        "models: | {category: {url: 'http://m', format: openai}}"
            + " | :6: models.category.model is missing",
        "models: | {category: {url: 'http://m', timeout: 2s}}"
            + " | :6: models.category.timeout '2s' must be a duration in ISO-8601, for example PT30S",
        "models: | {category: {url: 'http://m', labels: [a]}}"
            + " | :6: models.category.labels must be a mapping",
        "models: | {sentiment: {url: 'http://m', labels: {L: angry}}}"
            + " | :6: models.sentiment.labels 'angry' must be one of negative, neutral, positive, unknown",
        "models: | {sentiments: {}} | :6: models.sentiments is not a known key; known here: taxonomy, ",
        "priority: | {negative: 101} | :6: priority.negative '101' must be between 0 and 100",
        "priority: | {tiers: [{name: g, points: 1, customers: ['+1 555 0100']}]}"
            + " | :6: priority.tiers[0].customers[0] '…' must be as the channel names a customer",
        "priority: | {rules: [{name: r, words: [x]}, {name: r, words: [y]}]}"
            + " | :6: priority.rules[1].name 'r' must be given only once",
        "priority: | {rules: [{name: r, words: [x, 'a*b']}]}"
            + " | :6: priority.rules[0].words[1] 'a*b' must have its * at the end",
        "priority: | {due: {high: PT1M}}"
            + " | :6: priority.due.high 'PT1M' must be at least urgent's PT15M",
      })
  void shouldNameWhatIsWrongWithModelsCategoriesAndPriority(
      String key, String setting, String problem) throws IOException {
    // Given the value on a line of its own
    Path file = file(MINIMAL.formatted("shop") + key + "\n  " + setting + "\n");

    // When // Then
    assertProblem(file, problem)
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("555 0100");
  }

  @Test
  void shouldNameTheLineWithinALongList() throws IOException {
    // Given
    Path file =
        file(
            MINIMAL.formatted("shop")
                + """
                categories:
                  - name: cards
                    weight: 1
                    topics:
                      - name: lost
                        examples:
                          - my card is gone
                          - ""
                  - name: cards
                    weight: 1
                    keywords: [x]
                """);

    // When // Then
    assertProblem(file, ":12: categories[0].topics[0].examples[1] '' must not be blank");
  }

  @Test
  void shouldNameTheLineOfASecondName() throws IOException {
    // Given
    Path file =
        file(
            MINIMAL.formatted("shop")
                + """
                categories:
                  - {name: cards, weight: 1, keywords: [x]}
                  - weight: 1
                    keywords: [x]
                    name: cards
                """);

    // When // Then
    assertProblem(file, ":9: categories[1].name 'cards' must be given only once");
  }

  @Test
  void shouldReadListsAndSeveralDocuments() throws Exception {
    // Given
    String list = "- " + MINIMAL.formatted("a").indent(2).strip() + "\n";
    Path file =
        file(
            list
                + "- "
                + MINIMAL.formatted("b").indent(2).strip()
                + "\n---\n"
                + MINIMAL.formatted("c")
                + "---\n");

    // When
    List<Tenant> tenants = TenantFile.read(file);

    // Then
    assertThat(tenants).extracting(tenant -> tenant.id().value()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldNameTheLineOfTheOffendingKey() throws Exception {
    // Given
    Path file =
        file(
            MINIMAL.formatted("shop")
                + """
                provider:
                  kind: whatsapp-cloud
                  url: https://example.org
                  account: "1"
                  token: env:TOKEN

                  maxInFlight: 5000
                """);

    // When // Then
    assertProblem(file, ":11: provider.maxInFlight '5000' must be between 1 and 1000");
  }

  @Test
  void shouldNameTheLineOfTheEnclosingKeyWhenASettingIsMissing() throws Exception {
    // Given
    Path file = file("id: shop\nwebhooks:\n  appSecrets: [env:S]\n");

    // When // Then
    assertProblem(file, ":2: webhooks.verifyToken is missing");
  }

  @Test
  void shouldNameTheItemOfAList() throws Exception {
    // Given
    Path file =
        file(
            MINIMAL.formatted("shop")
                + """
                categories:
                  - {name: cards, weight: 1, keywords: [card]}
                  - name: loans
                    weight: 101
                    keywords: [loan]
                """);

    // When // Then
    assertProblem(file, ":8: categories[1].weight '101' must be between 0 and 100");
  }

  @Test
  void shouldRefuseIdsThatAreNotLegal() throws Exception {
    // Given
    Path file = file("\n" + MINIMAL.formatted("Big_Shop"));

    // When // Then
    assertProblem(file, ":2: id 'Big_Shop' must be 1 to 63 lower-case letters");
  }

  @Test
  void shouldRefuseTenantsWithoutId() throws Exception {
    // Given
    Path file = file("name: x\nwebhooks:\n  appSecrets: [env:S]\n  verifyToken: env:V\n");

    // When // Then
    assertProblem(file, ":1: id is missing");
  }

  @Test
  void shouldNeverRepeatASecretWrittenDownByMistake() throws Exception {
    // Given
    Path file = file("id: shop\nwebhooks:\n  appSecrets:\n    - hunter2\n  verifyToken: env:V\n");

    // When // Then
    assertProblem(file, ":4: webhooks.appSecrets[0] '…' must be a reference: env:NAME or file:PATH")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldRefuseUnknownKeysAndNameTheKnownOnes() throws Exception {
    // Given
    Path file = file("id: shop\nwebhooks:\n  appSecrets: [env:S]\n  verifytoken: env:V\n");

    // When // Then
    assertProblem(file, ":4: webhooks.verifytoken is not a known key; known here: ")
        .hasMessageEndingWith("known here: appSecrets, verifyToken, assets, sharedApp");
  }

  @Test
  void shouldFindUnknownKeysAtEveryDepth() throws Exception {
    // Given
    Path file =
        file(
            MINIMAL.formatted("shop")
                + "routing:\n  rules:\n    - inbox: care\n      score: 1\nlabel: x\n");

    // When // Then
    assertProblem(file, ":8: routing.rules[0].score is not a known key; known here: inbox, ")
        .hasMessageContaining(":9: label is not a known key; known here: id, name, ");
  }

  @Test
  void shouldListTheLegalNamesOfAClosedSet() throws Exception {
    // Given
    Path file = file(MINIMAL.formatted("shop") + "  assets:\n    - {channel: sms, id: '1'}\n");

    // When // Then
    assertProblem(
        file, ":6: webhooks.assets[0].channel 'sms' must be one of whatsapp, messenger, instagram");
  }

  @Test
  void shouldSayWhatKindOfValueIsWanted() throws Exception {
    // Given
    String provider =
        """
        provider: {kind: whatsapp-cloud, url: 'http://h', account: '1', token: env:T, %s}
        """;

    // When // Then
    assertProblem(
        file(MINIMAL.formatted("a") + provider.formatted("requestTimeout: 30s")),
        "requestTimeout '30s' must be a duration in ISO-8601, for example PT30S");
    assertProblem(
        file(MINIMAL.formatted("a") + provider.formatted("maxInFlight: many")),
        "maxInFlight 'many' must be a whole number");
    assertProblem(
        file(MINIMAL.formatted("a") + provider.formatted("maxInFlight: ''")),
        "maxInFlight '' must be a whole number");
    assertProblem(
        file(MINIMAL.formatted("a") + provider.formatted("ratePerSecond: [1]")),
        "ratePerSecond must be a number");
    assertProblem(
        file(MINIMAL.formatted("a") + "routing: {ownTopic: perhaps}"),
        "routing.ownTopic 'perhaps' must be true or false");
    assertProblem(
        file(MINIMAL.formatted("a") + "categories: cards"), "categories 'cards' must be a list");
    assertProblem(file("id: a\nwebhooks: none"), ":2: webhooks 'none' must be a mapping");
    assertProblem(file(MINIMAL.formatted("a") + "name: [x]"), ":5: name must be text");
  }

  @Test
  void shouldRefuseIdsGivenTwice() throws Exception {
    // Given
    Path file = file(MINIMAL.formatted("a") + "---\n" + MINIMAL.formatted("a"));

    // When // Then
    assertProblem(file, ":6: id 'a' is given twice, first in line 1");
  }

  @Test
  void shouldRefuseAnAssetClaimedTwice() throws Exception {
    // Given
    String assets = "  assets:\n    - {channel: whatsapp, id: '7'}\n";
    Path file = file(MINIMAL.formatted("a") + assets + "---\n" + MINIMAL.formatted("b") + assets);

    // When // Then
    assertProblem(file, ":13: webhooks.assets[0] 'whatsapp 7' is already claimed by tenant 'a'");
  }

  @Test
  void shouldRefuseAnAssetOfAnExistingTenantUnlessItIsReplaced() throws Exception {
    // Given
    String assets = "  assets:\n    - {channel: whatsapp, id: '7'}\n";
    List<Tenant> existing = TenantFile.read(file(MINIMAL.formatted("a") + assets));
    Path newcomer = file(MINIMAL.formatted("b") + assets);
    Path replacement = file(MINIMAL.formatted("a") + assets);

    // When // Then
    assertThatThrownBy(() -> TenantFile.read(newcomer, existing))
        .isInstanceOf(TenantFileError.class)
        .hasMessageContaining(
            ":6: webhooks.assets[0] 'whatsapp 7' is already claimed by tenant 'a'");
    assertThat(TenantFile.read(replacement, existing)).isEqualTo(existing);
  }

  @Test
  void shouldReportEveryTenantThatIsWrong() throws Exception {
    // Given
    Path file = file("id: A\n---\nid: B\n---\n" + MINIMAL.formatted("c"));

    // When // Then
    assertProblem(file, ":1: id 'A'").message().hasLineCount(2).contains(":3: id 'B'");
  }

  @Test
  void shouldRefuseWhatYamlAllowsButASettingCannotBe() throws Exception {
    // Given
    String deep = "id: ".repeat(1) + "[".repeat(200) + "]".repeat(200);

    // When // Then
    assertProblem(file(MINIMAL.formatted("a") + "id: b\n"), ":5: id is given twice");
    assertProblem(file(MINIMAL.formatted("a") + "name:\n"), ":5: name has no value");
    assertProblem(file("id: &x a\nname: *x\n"), ":2: an alias ('*name') cannot be used here");
    assertProblem(file("id: a\nwebhooks: &w\n  x: *w\n"), ":3: an alias");
    assertProblem(file("just text\n"), ":1: a tenant must be a mapping");
    assertProblem(file("[a]: b\n"), ":1: a key must be text");
    assertProblem(file("categories: [~]\n"), ":1: an item of a list has no value");
    assertProblem(file("id: a\n  b: c\n"), ":2: is not YAML: ");
    assertProblem(file(deep), "is not YAML: ");
  }

  @Test
  void shouldRefuseFilesThatHoldNoTenant() throws Exception {
    // Given
    Path missing = directory.resolve("nowhere.yaml");
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "name: Zürich".getBytes(StandardCharsets.ISO_8859_1));

    // When // Then
    assertProblem(file("# nothing here\n"), ".yaml: holds no tenant");
    assertProblem(missing, "nowhere.yaml: does not exist");
    assertProblem(latin, "latin.yaml: is not UTF-8 text");
    assertProblem(directory, ": cannot be read: ");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertProblem(Path file, String text) {
    return assertThatThrownBy(() -> TenantFile.read(file))
        .isInstanceOf(TenantFileError.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(text);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "tenants", ".yaml"), text);
  }
}
