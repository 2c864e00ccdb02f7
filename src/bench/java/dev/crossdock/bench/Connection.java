package dev.crossdock.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.regex.Pattern;

/** One connection that is kept: a request goes out when the answer to the one before is in. */
final class Connection {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)");

  private final InetSocketAddress server;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private SocketChannel channel;
  private SelectionKey key;
  private long sentAt;
  private boolean closing;

  Connection(InetSocketAddress server, Selector selector) throws IOException {
    this.server = server;
    this.selector = selector;
    this.channel = open();
    this.key = register();
  }

  private SocketChannel open() throws IOException {
    var opened = SocketChannel.open(server);
    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
    opened.configureBlocking(false);
    return opened;
  }

  private SelectionKey register() throws IOException {
    return channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(byte[] request, long now) throws IOException {
    if (closing) {
      channel.close();
      channel = open();
      key = register();
      closing = false;
    }
    in.clear();
    out = ByteBuffer.wrap(request);
    sentAt = now;
    write();
  }

  void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  long sentAt() {
    return sentAt;
  }

  /** The status of a whole answer, or 0 while it is not whole. */
  int read() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the server closed a connection in mid-request");
    }
    var text = new String(in.array(), 0, in.position(), ISO_8859_1);
    var end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return 0;
    }
    var head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
    if (!whole(head, text, end + 4)) {
      return 0;
    }
    closing = head.contains("\r\nconnection: close");
    return Integer.parseInt(head.substring(9, 12));
  }

  private static boolean whole(String head, String text, int body) {
    var length = LENGTH.matcher(head);
    if (length.find()) {
      return text.length() - body >= Integer.parseInt(length.group(1));
    }
    return !head.contains("\r\ntransfer-encoding: chunked") || text.endsWith("0\r\n\r\n");
  }

  void close() throws IOException {
    channel.close();
  }
}
