package dev.crossdock.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one channel and topic that travel a route together, in order, and commit together;
 * most often just one.
 *
 * @param channel the channel all of them came from
 * @param epoch the relay's term of office under which they were handed out; an older one is refused
 *     (rule R11)
 * @param messages in the order they must take effect
 * @param mapping which mapping gave them their shape, and in which version; null before one did
 */
public record Batch(String channel, long epoch, List<Message> messages, @Nullable String mapping) {

  /** As they were heard. */
  public Batch(String channel, long epoch, List<Message> messages) {
    this(channel, epoch, messages, null);
  }

  /** Takes a copy: what travels does not change under its readers. */
  public Batch {
    messages = List.copyOf(messages);
  }

  /** Those that still need their last step. */
  public List<Message> open() {
    return messages.stream().filter(m -> m.verdict() == null).toList();
  }

  /** The same batch with every open message changed, and those that have ended left alone. */
  public Batch map(Function<Message, Message> change) {
    var changed = new ArrayList<Message>(messages.size());
    for (var message : messages) {
      changed.add(message.verdict() == null ? change.apply(message) : message);
    }
    return new Batch(channel, epoch, changed, mapping);
  }

  /** The same batch, given its shape by that mapping. */
  public Batch mappedBy(String nameAndVersion) {
    return new Batch(channel, epoch, messages, nameAndVersion);
  }

  /** The same batch with one of its messages alone. */
  public Batch only(Message message) {
    return new Batch(channel, epoch, List.of(message), mapping);
  }
}
