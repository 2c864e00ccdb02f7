package dev.crossdock.console.hawtio;

import io.hawt.web.auth.RolePrincipal;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/** Hands the roles of our login to Hawtio. JAAS makes it by its name. */
public final class RolesLoginModule implements LoginModule {
  private @Nullable Subject subject;

  @Override
  public void initialize(
      Subject who, CallbackHandler asked, Map<String, ?> shared, Map<String, ?> options) {
    subject = who;
  }

  @Override
  public boolean login() {
    return true;
  }

  @Override
  public boolean commit() {
    var who = SecurityContextHolder.getContext().getAuthentication();
    if (who == null) {
      return false;
    }
    var principals = Objects.requireNonNull(subject).getPrincipals();
    for (var authority : who.getAuthorities()) {
      var role = String.valueOf(authority.getAuthority());
      principals.add(new RolePrincipal(role.replaceFirst("^ROLE_", "")));
    }
    return true;
  }

  @Override
  public boolean abort() {
    return true;
  }

  @Override
  public boolean logout() {
    return true;
  }
}
