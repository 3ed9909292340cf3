package dev.sluice.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launcher.demo.DemoReport.AckMillis;
import dev.sluice.launcher.demo.DemoReport.EndToEndMillis;
import dev.sluice.schemas.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoReportTest {

  private static final DemoReport REPORT =
      new DemoReport(
          new DemoReport.Webhooks(261, 261, new AckMillis(2.1, 9.8)),
          new DemoReport.Inbox(240, 239, 1, 2, 3, new EndToEndMillis(12.5, 80, 95.2)),
          new DemoReport.Campaigns(1800, 1799, 1, 0, 4.2, 0.91, 15.87, 1.02),
          7.25,
          false);

  @Test
  void shouldBeWrittenExactlyAsDocumented() throws Exception {
    // When
    String json = Json.mapper().writeValueAsString(REPORT);

    // Then
    assertThat(json)
        .isEqualTo(
            """
            {"webhooks":{"sent":261,"acknowledged":261,"ackMillis":{"p50":2.1,"p99":9.8}},\
            "inbox":{"expected":240,"received":239,"lost":1,"duplicated":2,"outOfOrder":3,\
            "endToEndMillis":{"p50":12.5,"p99":80.0,"max":95.2}},\
            "campaigns":{"total":1800,"accepted":1799,"failed":1,"unknown":0,"seconds":4.2,\
            "littleEfficiency":0.91,"batchDesignSeconds":15.87,"bystanderRatio":1.02},\
            "readySeconds":7.25,"ok":false}""");
  }

  @Test
  void shouldTellAPersonWhyItIsNotOk() {
    // Given
    Verdict verdict = new Verdict(List.of("1 acknowledged messages are not in the inbox"));

    // When
    String page = ReportTable.of(REPORT, List.of(), verdict);

    // Then
    assertThat(page)
        .contains("lost                    1")
        .contains("in the inbox            239 of 240 messages")
        .contains("NOT OK:")
        .contains("- 1 acknowledged messages are not in the inbox")
        .doesNotContain("nothing lost");
  }
}
