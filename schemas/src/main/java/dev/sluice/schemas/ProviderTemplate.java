package dev.sluice.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The contract of a provider that speaks JSON over HTTP and none of the known ones: a request with
/// places to fill, a pointer into the answer, and what its statuses mean.
///
/// @param path appended to the provider's `url`; empty by default
/// @param secretHeader the header the secret is sent in; `Authorization` by default
/// @param scheme a word before the secret, such as `Bearer`; null for none
/// @param request the JSON posted, with [#TO] and one of [#TEXT] and [#TEMPLATE] inside its strings
/// @param idAt JSON pointer to the id in the answer to a message that was taken
/// @param throttled statuses that mean "too fast"; 429 always does unless another list has it
/// @param stopped statuses that mean nothing of this tenant is taken; 401 and 403 do
/// @param retryable statuses after which the same request may succeed; 408 and from 500 do
/// @param inDoubt statuses that leave open whether the message was sent; 504 does
public record ProviderTemplate(
    String path,
    String secretHeader,
    @Nullable String scheme,
    String request,
    String idAt,
    List<Integer> throttled,
    List<Integer> stopped,
    List<Integer> retryable,
    List<Integer> inDoubt) {

  /// The recipient, as the channel names it.
  public static final String TO = "{{to}}";

  /// The words of a text.
  public static final String TEXT = "{{text}}";

  /// The name of a template.
  public static final String TEMPLATE = "{{template}}";

  /// The language of a template, such as `en_US`.
  public static final String LANGUAGE = "{{language}}";

  /// The parameters of a template, as an array of strings in the place of the string.
  public static final String PARAMETERS = "{{parameters}}";

  /// The components of a template in the Cloud API's form, header and buttons included, as an array
  /// in the place of the string: many providers pass them on.
  public static final String COMPONENTS = "{{components}}";

  /// What the provider called a piece of media when it was uploaded.
  public static final String MEDIA_ID = "{{mediaId}}";

  /// What a piece of media is, such as `image`.
  public static final String MEDIA_KIND = "{{mediaKind}}";

  /// The words beside a piece of media.
  public static final String CAPTION = "{{caption}}";

  /// The filename of a document.
  public static final String FILENAME = "{{filename}}";

  /// Our own id of the message.
  public static final String MESSAGE_ID = "{{messageId}}";

  static final String SECRET_HEADER = "Authorization";

  private static final Set<String> PLACES =
      Set.of(
          TO,
          TEXT,
          TEMPLATE,
          LANGUAGE,
          PARAMETERS,
          COMPONENTS,
          MEDIA_ID,
          MEDIA_KIND,
          CAPTION,
          FILENAME,
          MESSAGE_ID);

  private static final List<String> LISTS = List.of(PARAMETERS, COMPONENTS);

  private static final Pattern PATH = Pattern.compile("(/\\S*)?");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]+");
  private static final int STATUS_LEAST = 300;
  private static final int STATUS_MOST = 599;

  /// @throws InvalidSetting naming the key and its constraint
  public ProviderTemplate {
    throttled = List.copyOf(throttled);
    stopped = List.copyOf(stopped);
    retryable = List.copyOf(retryable);
    inDoubt = List.copyOf(inDoubt);
    if (!PATH.matcher(path).matches()) {
      throw new InvalidSetting("path", path, "must begin with /");
    }
    if (!TOKEN.matcher(secretHeader).matches()) {
      throw new InvalidSetting("secretHeader", secretHeader, "must be letters, digits and -");
    }
    if (scheme != null && !TOKEN.matcher(scheme).matches()) {
      throw new InvalidSetting("scheme", scheme, "must be letters, digits and -");
    }
    RequestTemplate.check("request", request, TO);
    RequestTemplate.check("request", request, request.contains(TEMPLATE) ? TEMPLATE : TEXT);
    RequestTemplate.checkPlaces("request", request, PLACES, LISTS);
    Settings.pointer("idAt", idAt, "/messages/0/id");
    Set<Integer> seen = new HashSet<>();
    statuses("throttled", throttled, seen);
    statuses("stopped", stopped, seen);
    statuses("retryable", retryable, seen);
    statuses("inDoubt", inDoubt, seen);
  }

  @JsonCreator
  static ProviderTemplate of(
      @JsonProperty("path") @Nullable String path,
      @JsonProperty("secretHeader") @Nullable String secretHeader,
      @JsonProperty("scheme") @Nullable String scheme,
      @JsonProperty("request") @Nullable String request,
      @JsonProperty("idAt") @Nullable String idAt,
      @JsonProperty("throttled") @Nullable List<Integer> throttled,
      @JsonProperty("stopped") @Nullable List<Integer> stopped,
      @JsonProperty("retryable") @Nullable List<Integer> retryable,
      @JsonProperty("inDoubt") @Nullable List<Integer> inDoubt) {
    return new ProviderTemplate(
        path == null ? "" : path,
        secretHeader == null ? SECRET_HEADER : secretHeader,
        scheme,
        Settings.required("request", request),
        Settings.required("idAt", idAt),
        throttled == null ? List.of() : throttled,
        stopped == null ? List.of() : stopped,
        retryable == null ? List.of() : retryable,
        inDoubt == null ? List.of() : inDoubt);
  }

  /// A request and a pointer, and everything else as it usually is.
  public static ProviderTemplate of(String path, String request, String idAt) {
    return of(path, null, null, request, idAt, null, null, null, null);
  }

  private static void statuses(String key, List<Integer> statuses, Set<Integer> seen) {
    for (Integer status : statuses) {
      Settings.between(key, status, STATUS_LEAST, STATUS_MOST);
      if (!seen.add(status)) {
        throw new InvalidSetting(key, status, "must be named only once");
      }
    }
  }
}
