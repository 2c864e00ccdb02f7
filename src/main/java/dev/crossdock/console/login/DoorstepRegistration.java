package dev.crossdock.console.login;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.stereotype.Component;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/** Puts the {@link Doorstep} where Spring Boot would have put Spring Security's filters. */
@Component
class DoorstepRegistration implements BeanPostProcessor {
  private final WebApplicationContext context;

  DoorstepRegistration(WebApplicationContext context) {
    this.context = context;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DelegatingFilterProxyRegistrationBean theirs
            && name.equals("securityFilterChainRegistration")
        ? ours(theirs)
        : bean;
  }

  private DelegatingFilterProxyRegistrationBean ours(DelegatingFilterProxyRegistrationBean theirs) {
    var ours =
        new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain") {
          @Override
          public DelegatingFilterProxy getFilter() {
            return new Doorstep(getTargetBeanName(), context);
          }
        };
    ours.setOrder(theirs.getOrder());
    ours.setDispatcherTypes(theirs.determineDispatcherTypes());
    return ours;
  }
}
