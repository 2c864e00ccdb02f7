package dev.crossdock.console.hawtio;

import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Stands between Jolokia and everything JMX can do: viewers read what {@link AllowList} names,
 * admins may also call what it names; nobody writes.
 *
 * <p>It is the only guard there: Hawtio's own role check does not work on Spring Boot.
 */
@Component
class JolokiaGuard implements Restrictor {

  @Override
  public boolean isHttpMethodAllowed(HttpMethod method) {
    return true; // what a plain link may do is decided at the login
  }

  @Override
  public boolean isTypeAllowed(RequestType type) {
    return switch (type) {
      case READ, LIST, SEARCH, VERSION, EXEC -> true;
      case WRITE, CONFIG, NOTIFICATION -> false;
    };
  }

  @Override
  public boolean isAttributeReadAllowed(ObjectName bean, String attribute) {
    return AllowList.entryFor(bean).filter(entry -> entry.readable().test(attribute)).isPresent();
  }

  @Override
  public boolean isAttributeWriteAllowed(ObjectName bean, String attribute) {
    return false;
  }

  @Override
  public boolean isOperationAllowed(ObjectName bean, String operation) {
    return AllowList.entryFor(bean).filter(entry -> mayCall(entry, operation)).isPresent();
  }

  @Override
  public boolean isRemoteAccessAllowed(String... hostOrAddress) {
    return true; // the port is loopback's unless configured otherwise, and behind the login
  }

  /**
   * Pages of our own origin, which send no origin or ours; the login's CSRF check does the rest.
   */
  @Override
  public boolean isOriginAllowed(@Nullable String origin, boolean strictCheck) {
    return true;
  }

  @Override
  public boolean isObjectNameHidden(ObjectName bean) {
    return AllowList.entryFor(bean).isEmpty();
  }

  private static boolean mayCall(Allowed entry, String operation) {
    return entry.forEveryone().test(operation) || (isAdmin() && entry.forAdmins().test(operation));
  }

  private static boolean isAdmin() {
    var who = SecurityContextHolder.getContext().getAuthentication();
    return who != null
        && who.getAuthorities().stream().anyMatch(a -> "ROLE_admin".equals(a.getAuthority()));
  }
}
