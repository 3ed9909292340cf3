package dev.sluice.launcher.lifecycle;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/// The signals that ask a process to stop.
///
/// They are handled here instead of in shutdown hooks, because hooks run all at once: a library's
/// own hook would take the database away from a service that is still draining. The classes
/// `sun.misc.Signal` and `SignalHandler` are supported by the JDK (module `jdk.unsupported`) but
/// javac warns of any direct use, hence reflection. A signal the parent ignores stays ignored.
final class Signals {

  /// Shells report 128 + n for a process that signal n ended.
  static final int STATUS_BASE = 128;

  private static final List<String> STOPPING = List.of("INT", "TERM", "HUP");

  private Signals() {}

  /// Calls `handler` with the signal's number, on a thread of the JVM, for each stopping signal.
  static void handle(IntConsumer handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler called =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                  yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "stop";
              };
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, called);
      for (String name : STOPPING) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, signalHandler).invoke(null, one, proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let signals be handled", e);
    }
  }
}
