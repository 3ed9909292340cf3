package dev.sluice.launcher.up;

import dev.sluice.launcher.SecretFiles;
import java.nio.file.Files;

/// What `up` prints once everything is ready: where the console is, how to sign in, and a command
/// that sends a first message.
final class Welcome {

  private static final String PAGE =
      """

      Sluice is ready after %4.1f s.

        console   %s/
        sign in   tenant %s, token in %s
        data      %s  (log: %s)

      Send a message as Meta would (signed with the tenant's app secret):

        body=$(printf '%s' "$(date +%%s%%N)" "$(date +%%s)")
        curl -sS %s/webhooks/%s -H 'Content-Type: application/json' \\
          -H "X-Hub-Signature-256: sha256=$(printf %%s "$body" | openssl dgst -sha256 -hmac "$(cat '%s')" | sed 's/^.* //')" \\
          --data-binary "$body"

      and find it in the inbox:

        curl -sS %s/api/inbox -H "Authorization: Bearer $(cat '%s')"

      Ctrl-C stops everything; the next start finds it as it is now.
      """;

  private static final String MINIMAL =
      """

      Sluice is ready after %4.1f s.

        console   %s/
        data      %s  (log: %s)

      Ctrl-C stops everything; the next start finds it as it is now.
      """;

  /// A text message from a customer, for `printf`: its id, its time in seconds.
  private static final String BODY =
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",\
      "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001",\
      "phone_number_id":"PHONE_NUMBER_ID"},"contacts":[{"profile":{"name":"Ana"},\
      "wa_id":"15550001111"}],"messages":[{"from":"15550001111","id":"wamid.%s",\
      "timestamp":"%s","type":"text","text":{"body":"My card was stolen, please help"}}]}}]}]}\
      """;

  private Welcome() {}

  /// @param address the server's, for example `http://127.0.0.1:8080`
  static String page(double seconds, String address, DataDirectory data) {
    SecretFiles secrets = new SecretFiles(data.secrets());
    if (!Files.exists(secrets.pathOf(FirstTenant.APP_SECRET))) {
      return MINIMAL.formatted(seconds, address, data.root(), data.logFile());
    }
    return PAGE.formatted(
        seconds,
        address,
        FirstTenant.ID,
        secrets.pathOf(FirstTenant.API_TOKEN),
        data.root(),
        data.logFile(),
        BODY.replace("PHONE_NUMBER_ID", FirstTenant.PHONE_NUMBER_ID),
        address,
        FirstTenant.ID,
        secrets.pathOf(FirstTenant.APP_SECRET),
        address,
        secrets.pathOf(FirstTenant.API_TOKEN));
  }
}
