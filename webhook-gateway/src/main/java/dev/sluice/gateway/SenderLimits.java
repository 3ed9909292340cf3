package dev.sluice.gateway;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Puts the limits on senders into each connection of the server.
///
/// A time between two reads, which servers commonly limit, is no limit: a sender of one byte a
/// second is never idle. So the time of a whole request is limited, from its first byte to its
/// last. Answers may take as long as they like; event streams do.
@Singleton
@Requires(beans = WebhookGateway.class)
final class SenderLimits implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  /// A time that has passed is noticed within this part of it.
  private static final int CHECKS = 10;

  private final Connections connections;

  SenderLimits(WebhookGateway gateway) {
    this.connections = gateway.connections();
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(connections, null));
    return event.getBean();
  }

  private record Customizer(Connections connections, @Nullable Channel channel)
      implements NettyServerCustomizer {

    @Override
    public NettyServerCustomizer specializeForChannel(Channel accepted, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Customizer(connections, accepted) : this;
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (channel != null) {
        Conversation conversation = new Conversation(connections, channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(new Bytes(connections.limits(), conversation));
        pipeline.addAfter(
            ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
            "sender-limits",
            new Messages(conversation));
        conversation.begin();
      }
    }
  }

  /// Sees what comes from the socket.
  private static final class Bytes extends ChannelInboundHandlerAdapter {
    private final HttpLimits limits;
    private final Conversation conversation;
    private @Nullable ScheduledFuture<?> check;

    Bytes(HttpLimits limits, Conversation conversation) {
      this.limits = limits;
      this.conversation = conversation;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      long shortest = Math.min(limits.requestTime().toNanos(), limits.idleTime().toNanos());
      long every = shortest / CHECKS;
      check =
          context
              .executor()
              .scheduleAtFixedRate(
                  conversation::closeIfTooSlow, every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (check != null) {
        check.cancel(false);
      }
      conversation.isClosed();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes) {
        conversation.received(bytes.readableBytes());
      }
      context.fireChannelRead(message);
    }
  }

  /// Sees requests and answers.
  private static final class Messages extends ChannelDuplexHandler {
    private final Conversation conversation;

    Messages(Conversation conversation) {
      this.conversation = conversation;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        conversation.isComplete();
      }
      context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof LastHttpContent && !isInformational(message)) {
        conversation.isAnswered();
      }
      Future<?> _ = context.write(message, promise);
    }

    /// "100 Continue" is an answer in form only.
    private static boolean isInformational(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
