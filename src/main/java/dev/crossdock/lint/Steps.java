package dev.crossdock.lint;

import dev.crossdock.kernel.Step;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Every method that a route may call, by the name of its bean. Found on the class path, so that
 * files can be checked without starting the hub.
 */
final class Steps {
  private static final String OURS = "dev.crossdock";

  private final Map<String, Class<?>> beans;

  private Steps(Map<String, Class<?>> beans) {
    this.beans = beans;
  }

  /** Of the hub itself. */
  static Steps ofTheHub() {
    return Holder.STEPS;
  }

  /** Of whatever stands in a package. */
  static Steps in(String basePackage) {
    return new Steps(scan(basePackage));
  }

  boolean hasBean(String bean) {
    return beans.containsKey(bean);
  }

  /** The step of that name, if there is one. */
  Optional<Step> find(String bean, String method) {
    return steps(bean)
        .filter(each -> each.getName().equals(method))
        .map(each -> each.getAnnotation(Step.class))
        .findFirst();
  }

  /** The names of a bean's steps. */
  List<String> of(String bean) {
    return steps(bean).map(Method::getName).distinct().sorted().toList();
  }

  /** Every bean that has steps. */
  List<String> beans() {
    return beans.keySet().stream().filter(bean -> !of(bean).isEmpty()).toList();
  }

  private Stream<Method> steps(String bean) {
    var type = beans.get(bean);
    return type == null
        ? Stream.of()
        : Arrays.stream(type.getMethods()).filter(each -> each.isAnnotationPresent(Step.class));
  }

  private static Map<String, Class<?>> scan(String basePackage) {
    var beans = new TreeMap<String, Class<?>>();
    var names = new AnnotationBeanNameGenerator();
    var registry = new SimpleBeanDefinitionRegistry();
    var scanner = new ClassPathScanningCandidateComponentProvider(true);
    for (var found : scanner.findCandidateComponents(basePackage)) {
      var type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
      beans.put(names.generateBeanName((AnnotatedBeanDefinition) found, registry), type);
      if (AnnotatedElementUtils.hasAnnotation(type, Configuration.class)) {
        factoryMethods(type, beans);
      }
    }
    return beans;
  }

  private static void factoryMethods(Class<?> configuration, Map<String, Class<?>> beans) {
    for (var method : configuration.getDeclaredMethods()) {
      var bean = AnnotatedElementUtils.findMergedAnnotation(method, Bean.class);
      if (bean != null) {
        var names = bean.name();
        beans.put(names.length == 0 ? method.getName() : names[0], method.getReturnType());
      }
    }
  }

  /** Looked up once: classes do not change while the hub runs. */
  private static final class Holder {
    private static final Steps STEPS = in(OURS);
  }
}
