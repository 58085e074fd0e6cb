package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A page of a list, whose token is the number of elements before the next page.
 *
 * @param next the token of the next page; null: there is none
 */
public record Page<T>(List<T> elements, String next) {
    /** @param token the request's parameter for the token of a page; absent: the first page */
    public static <T> Page<T> of(List<T> all, int size, JsonObject request, String token) {
        int from = Math.min(Json.string(request, token).map(Integer::parseInt).orElse(0), all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }

    /** Returns the result of an operation: the elements under this name, and the token under the other. */
    public JsonObject json(String list, String token) {
        return Json.object(list, elements, token, next);
    }
}
