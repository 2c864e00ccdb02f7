package dev.crossdock.alerts;

import dev.crossdock.kernel.Secrets;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Tells by a letter, handed to an SMTP server: encrypted, unless the file says it need not be. */
@Component
class Mails {
  private static final int LISTED = 50;
  private static final String CONNECT_MILLIS = "5000";
  private static final String ANSWER_MILLIS = "10000";
  private static final int PASSING = 400;
  private static final int LASTING = 500;

  private final Secrets secrets;

  Mails(Secrets secrets) {
    this.secrets = secrets;
  }

  Answer tell(Route.Mail to, Message message) {
    var sender = sender(to);
    try {
      sender.send(letter(sender, to, message));
      return Answer.TOLD;
    } catch (MailAuthenticationException e) {
      return Answer.refused("%s does not let us in as %s".formatted(to.host(), to.user()));
    } catch (MailSendException e) {
      return answer(to, e);
    } catch (MailException | MessagingException e) {
      return Answer.refused("it cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  /** Only what the server said for certain is certain; a line that broke says nothing. */
  private static Answer answer(Route.Mail to, MailSendException why) {
    var failed = why.getFailedMessages().values();
    if (failed.isEmpty()) {
      // the server has the letter; what broke is only the good-bye
      return Answer.TOLD;
    }
    var cause = why.getCause();
    if (cause instanceof Exception broken && failed.contains(broken)) {
      // what every letter failed of is the way there
      var name = cause.getClass().getSimpleName();
      return Answer.notNow("no letter could be handed to %s (%s)".formatted(to.host(), name));
    }
    return answer(to, failed.iterator().next());
  }

  private static Answer answer(Route.Mail to, Exception why) {
    var refused = refused(why);
    if (why instanceof SendFailedException some && some.getValidSentAddresses() != null) {
      return Answer.toldSome("%s answered %s".formatted(to.host(), words(refused)));
    }
    // of several answers the mildest: that one may take it later
    var status =
        why instanceof SMTPSendFailedException failed
            ? failed.getReturnCode()
            : refused.stream().mapToInt(SMTPAddressFailedException::getReturnCode).min().orElse(0);
    var words = refused.isEmpty() ? "" + status : words(refused);
    if (status >= LASTING) {
      return Answer.refused("%s answered %s".formatted(to.host(), words));
    }
    return status >= PASSING
        ? Answer.notNow("%s answered %s".formatted(to.host(), words))
        : Answer.unsure("%s did not answer to the end".formatted(to.host()));
  }

  /** What the server answered to single addresses, where it did. */
  private static List<SMTPAddressFailedException> refused(Exception why) {
    var refused = new ArrayList<SMTPAddressFailedException>();
    for (Exception e = why; e instanceof MessagingException more; e = more.getNextException()) {
      if (e instanceof SMTPAddressFailedException one) {
        refused.add(one);
      }
    }
    return refused;
  }

  private static String words(List<SMTPAddressFailedException> refused) {
    return refused.stream()
        .map(one -> "%d to %s".formatted(one.getReturnCode(), one.getAddress().getAddress()))
        .collect(Collectors.joining(", "));
  }

  private JavaMailSenderImpl sender(Route.Mail to) {
    var sender = new JavaMailSenderImpl();
    sender.setHost(to.host());
    sender.setPort(to.port());
    sender.setDefaultEncoding("UTF-8");
    var properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
    // one letter box that is no more does not keep the others from theirs
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", "" + to.tls().equals("implicit"));
    properties.put("mail.smtp.starttls.enable", "" + to.tls().equals("starttls"));
    properties.put("mail.smtp.starttls.required", "" + to.tls().equals("starttls"));
    var password = to.password();
    if (to.user() != null && password != null) {
      properties.put("mail.smtp.auth", "true");
      sender.setUsername(to.user());
      sender.setPassword(secrets.find(password).orElse(""));
    }
    sender.setJavaMailProperties(properties);
    return sender;
  }

  private static MimeMessage letter(JavaMailSenderImpl sender, Route.Mail to, Message message)
      throws MessagingException {
    var letter = sender.createMimeMessage();
    letter.setFrom(new InternetAddress(to.from()));
    for (var one : to.to()) {
      letter.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(one));
    }
    letter.setSubject("[crossdock] " + message.title().replaceAll("\\p{Cntrl}+", " "), "UTF-8");
    letter.setText(text(message), "UTF-8");
    letter.setSentDate(Date.from(message.createdAt()));
    letter.setHeader("Auto-Submitted", "auto-generated");
    letter.setHeader(
        "Message-ID",
        "<crossdock.%s.%d.%d@%s>"
            .formatted(
                message.route(),
                message.id(),
                message.createdAt().getEpochSecond(),
                to.from().substring(to.from().indexOf('@') + 1)));
    return letter;
  }

  private static String text(Message message) {
    var listed =
        message.alerts().stream()
            .limit(LISTED)
            .map(a -> "- %s, %s:\n  %s\n".formatted(Message.name(a), Message.when(a), words(a)))
            .collect(Collectors.joining("\n"));
    var more = message.more(LISTED);
    return "%s\n\n%s%s\n-- \nTold by the route %s of this hub. Who acknowledges an alert there ends its reminders.\n"
        .formatted(
            message.title(),
            listed,
            more == 0 ? "" : "\nand %d more.\n".formatted(more),
            message.route());
  }

  private static String words(Alert alert) {
    return Message.words(alert);
  }
}
