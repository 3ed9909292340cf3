/// `./sluice campaign` and `./sluice opt-out`: campaigns as a person runs them. [Audience] reads
/// the recipients, [CampaignTransaction] appends all of them or none.
@NullMarked
package dev.sluice.launcher.campaign;

import org.jspecify.annotations.NullMarked;
