package dev.sluice.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.inbox.PageQuery.Order;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {

  @Test
  void shouldGiveTheFirstFiftyByArrivalWhenNothingIsSaid() {
    // When
    PageQuery query = PageQuery.parse(null, null, null);

    // Then
    assertThat(query).isEqualTo(new PageQuery(Optional.empty(), 50, Order.ARRIVAL));
  }

  @Test
  void shouldReadAllParameters() {
    // When
    PageQuery query = PageQuery.parse("17", "500", "priority");

    // Then
    assertThat(query).isEqualTo(new PageQuery(Optional.of(17L), 500, Order.PRIORITY));
  }

  @Test
  void shouldReadTheOrderOfUrgency() {
    // When
    PageQuery query = PageQuery.parse(null, null, "due");

    // Then
    assertThat(query.order()).isEqualTo(Order.DUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "501", "-1", "many", "1.5", "99999999999999999999"})
  void shouldNameTheLimitAndItsConstraint(String limit) {
    // When / Then
    assertThatThrownBy(() -> PageQuery.parse(null, limit, null))
        .isInstanceOfSatisfying(
            ApiProblem.class,
            problem -> {
              assertThat(problem.body().error().parameter()).isEqualTo("limit");
              assertThat(problem).hasMessage("limit must be a number between 1 and 500");
              assertThat(problem.status().getCode()).isEqualTo(400);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1;drop"})
  void shouldNameAfterAndItsConstraint(String after) {
    // When / Then
    assertThatThrownBy(() -> PageQuery.parse(after, null, null))
        .hasMessage("after must be the seq of an item: a number of 0 or more");
  }

  @Test
  void shouldNameTheOrdersThereAre() {
    // When / Then
    assertThatThrownBy(() -> PageQuery.parse(null, null, "newest"))
        .hasMessage("order must be arrival, priority or due");
  }
}
