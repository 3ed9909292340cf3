package dev.sluice.launcher.demo;

import dev.sluice.schemas.Channel;
import dev.sluice.schemas.TenantId;

/// What makes a message one: its id, within its tenant and channel.
record MessageKey(TenantId tenant, Channel channel, String messageId) {}
