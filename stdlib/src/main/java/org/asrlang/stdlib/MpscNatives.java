package org.asrlang.stdlib;

import org.asrlang.exec.Layout;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Events;
import org.asrlang.task.TaskChannel;
import org.asrlang.task.Unwind;
import org.asrlang.types.Ty;

/** {@code std::sync::mpsc}. Values are boxed in the channel. */
public final class MpscNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.objectBody("mpsc::new", s -> new TaskChannel(capacity(s.getLong(0))));
    r.generic("mpsc::send", MpscNatives::send);
    r.generic("mpsc::try_send", MpscNatives::trySend);
    r.generic(
        "mpsc::recv",
        call -> {
          Object value = channel(call).recv(call.task());
          return value == TaskChannel.DISCONNECTED ? call.none() : call.some(value);
        });
    r.generic(
        "mpsc::recv_timeout",
        call -> received(call, channel(call).recvTimeout(call.task(), call.getLong(1))));
    r.generic("mpsc::try_recv", call -> received(call, channel(call).tryRecv(call.task())));
    r.objectBody("mpsc::received", s -> ((TaskChannel) s.getRef(0)).received());
    r.objectBody(
        "mpsc::received_in",
        s -> Events.within(s.task, ((TaskChannel) s.getRef(0)).received(), s.getLong(0)));
    r.generic("mpsc::sending", call -> channel(call).sending(call.get(1)));
    r.generic(
        "mpsc::sent",
        call -> {
          TaskChannel.Sending sending = (TaskChannel.Sending) call.get(0);
          TaskChannel.Sent outcome = sending.outcome(call.task());
          if (outcome == null) {
            return call.none();
          }
          Layout result = call.sig().result().variants[1][0].layout();
          return call.some(
              outcome == TaskChannel.Sent.SENT
                  ? NativeCall.variant(result, "Ok")
                  : NativeCall.variant(result, "Err", sending.take()));
        });
    r.generic(
        "mpsc::unsent",
        call -> {
          TaskChannel.Sending sending = (TaskChannel.Sending) call.get(0);
          return sending.isOwned() ? call.some(sending.take()) : call.none();
        });
    r.voidBody("mpsc::clone_sender", s -> ((TaskChannel) s.getRef(0)).cloneSender());
    r.voidBody("mpsc::drop_sender", s -> ((TaskChannel) s.getRef(0)).dropSender(s.task));
    r.generic("mpsc::drop_receiver", MpscNatives::dropReceiver);
  }

  private static int capacity(long bound) {
    return bound < 0 || bound > Integer.MAX_VALUE ? TaskChannel.UNBOUNDED : (int) bound;
  }

  private static TaskChannel channel(NativeCall call) {
    return (TaskChannel) call.get(0);
  }

  private static Object send(NativeCall call) {
    Object value = call.get(1);
    TaskChannel.Sent sent;
    try {
      sent = channel(call).send(call.task(), value);
    } catch (Unwind u) {
      throw Guest.dropOnUnwind(call, call.sig().typeArg(0), value, u);
    }
    return sent == TaskChannel.Sent.SENT ? call.ok() : call.err(value);
  }

  private static Object trySend(NativeCall call) {
    Object value = call.get(1);
    return switch (channel(call).trySend(call.task(), value)) {
      case SENT -> call.ok();
      case FULL -> call.err(value, 0L);
      case DISCONNECTED -> call.err(value, 1L);
    };
  }

  private static Object received(NativeCall call, Object value) {
    if (value == TaskChannel.EMPTY || value == TaskChannel.TIMED_OUT) {
      return call.err(0L);
    }
    return value == TaskChannel.DISCONNECTED ? call.err(1L) : call.ok(value);
  }

  /** Drops what nobody will receive, all of it whatever fails. */
  private static Object dropReceiver(NativeCall call) {
    Ty ty = call.sig().typeArg(0);
    Unwind failure = null;
    for (Object value : channel(call).dropReceiver(call.task())) {
      try {
        if (failure == null) {
          call.drop(ty, value);
        } else {
          failure = Guest.dropOnUnwind(call, ty, value, failure);
        }
      } catch (Unwind u) {
        failure = u;
      }
      if (failure != null && failure.isKill()) {
        break;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return null;
  }
}
