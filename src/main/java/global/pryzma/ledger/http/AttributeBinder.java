package global.pryzma.ledger.http;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;

import java.util.Optional;

/** The binder that gives controller methods an argument that the filters have prepared. */
abstract class AttributeBinder<T> implements TypedRequestArgumentBinder<T> {
    private final Argument<T> type;

    AttributeBinder(Class<T> type) {
        this.type = Argument.of(type);
    }

    abstract Optional<T> part(HttpRequest<?> request);

    @Override
    public Argument<T> argumentType() {
        return type;
    }

    @Override
    public BindingResult<T> bind(ArgumentConversionContext<T> context, HttpRequest<?> source) {
        Optional<T> part = part(source);
        if (part.isEmpty()) {
            // A route outside the API asks for what only the API's filters make.
            throw new IllegalStateException(
                    "there is no " + type.getTypeString(false) + " for " + source.getPath());
        }
        return () -> part;
    }
}
