package dev.crossdock.alerts;

import dev.crossdock.kernel.Secrets;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
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
    if (why.getCause() != null) {
      var name = why.getCause().getClass().getSimpleName();
      return Answer.notNow("no letter could be handed to %s (%s)".formatted(to.host(), name));
    }
    var status = why.getFailedMessages().values().stream().mapToInt(Mails::status).max().orElse(0);
    if (status >= LASTING) {
      return Answer.refused("%s answered %d".formatted(to.host(), status));
    }
    return status >= PASSING
        ? Answer.notNow("%s answered %d".formatted(to.host(), status))
        : Answer.unsure("%s did not answer to the end".formatted(to.host()));
  }

  /** What the server answered; 0 when it did not. */
  private static int status(@Nullable Throwable why) {
    if (why instanceof SMTPSendFailedException failed) {
      return failed.getReturnCode();
    }
    if (why instanceof SMTPAddressFailedException failed) {
      return failed.getReturnCode();
    }
    return why instanceof SendFailedException failed ? status(failed.getNextException()) : 0;
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
