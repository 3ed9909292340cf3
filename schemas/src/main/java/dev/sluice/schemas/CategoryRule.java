package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the tenant's categories, recognised by topics with example lines, by keywords, or by
/// both: examples decide, keywords catch what the examples take for something else altogether.
///
/// @param weight what the category adds to the priority score, 0 to 100
/// @param keywords single words or phrases, in any case
/// @param topics what customers write about within the category
public record CategoryRule(
    String name, int weight, List<String> keywords, List<CategoryTopic> topics) {
  public CategoryRule {
    keywords = List.copyOf(keywords);
    topics = List.copyOf(topics);
    Settings.notBlank("name", name);
    Settings.between("weight", weight, 0, 100);
    if (keywords.isEmpty()) {
      Settings.notEmpty("topics", topics, "must hold a topic unless there are keywords");
    }
    Settings.unique("topics", topics.stream().map(CategoryTopic::name).toList());
  }

  /// A category recognised by keywords alone.
  public CategoryRule(String name, int weight, List<String> keywords) {
    this(name, weight, keywords, List.of());
  }

  int lines() {
    return topics.stream().mapToInt(topic -> topic.examples().size()).sum();
  }

  @JsonCreator
  static CategoryRule of(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("weight") @Nullable Integer weight,
      @JsonProperty("keywords") @Nullable List<String> keywords,
      @JsonProperty("topics") @Nullable List<CategoryTopic> topics) {
    return new CategoryRule(
        Settings.required("name", name),
        Settings.required("weight", weight),
        keywords == null ? List.of() : keywords,
        topics == null ? List.of() : topics);
  }
}
