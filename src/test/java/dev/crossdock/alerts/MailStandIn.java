package dev.crossdock.alerts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that refuses whom a test likes, and breaks its lines where a test likes. */
final class MailStandIn implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<List<String>> letters = new CopyOnWriteArrayList<>();
  private volatile String refused = "";
  private volatile String breaksAt = "";

  MailStandIn() throws IOException {
    var thread = new Thread(this::serve, "mail-stand-in");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** To whom each letter was taken. */
  List<List<String>> letters() {
    return List.copyOf(letters);
  }

  void refuses(String address) {
    refused = address;
  }

  void breaksAtQuit() {
    breaksAt = "QUIT";
  }

  void breaksAtTheEndOfALetter() {
    breaksAt = ".";
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var line = socket.accept()) {
        talk(line);
      } catch (IOException e) {
        // the line broke, or the test is over
      }
    }
  }

  private void talk(Socket line) throws IOException {
    var in = new BufferedReader(new InputStreamReader(line.getInputStream(), US_ASCII));
    var to = new ArrayList<String>();
    say(line, "220 here");
    for (var heard = in.readLine(); heard != null; heard = in.readLine()) {
      if (heard.equals("DATA")) {
        say(line, "354 go on");
        for (var text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {}
        letters.add(List.copyOf(to));
        heard = ".";
      }
      if (heard.equals(breaksAt)) {
        line.setSoLinger(true, 0);
        return;
      }
      say(line, answer(heard, to));
    }
  }

  private String answer(String heard, List<String> to) {
    if (heard.startsWith("RCPT TO:")) {
      var address = heard.replaceAll(".*<(.*)>.*", "$1");
      if (address.equals(refused)) {
        return "550 no such letter box";
      }
      to.add(address);
    }
    return heard.equals("QUIT") ? "221 good-bye" : "250 so be it";
  }

  private static void say(Socket line, String words) throws IOException {
    line.getOutputStream().write((words + "\r\n").getBytes(US_ASCII));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
