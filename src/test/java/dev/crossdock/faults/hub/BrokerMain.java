package dev.crossdock.faults.hub;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis as an administrator would run one, as a process that goes with its parent. */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs.
   *
   * @param arguments port, folder, and how full its disk may be, in per cent
   */
  public static void main(String[] arguments) throws Exception {
    var folder = Path.of(arguments[1]);
    var settings =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setJournalFileSize(1024 * 1024)
            .setJournalMinFiles(2)
            .setMaxDiskUsage(Integer.parseInt(arguments[2]))
            .setDiskScanPeriod(500)
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[0] + "?protocols=CORE");
    settings.setAddressSettings(
        Map.of(
            "#",
            new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("dead"))
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setMaxDeliveryAttempts(5)
                .setRedeliveryDelay(250)));
    var broker = new EmbeddedActiveMQ().setConfiguration(settings);
    broker.start();
    System.out.println("READY " + arguments[0]);
    System.out.flush();
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    Runtime.getRuntime().halt(0);
  }
}
