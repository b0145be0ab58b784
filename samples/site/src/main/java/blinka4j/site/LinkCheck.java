// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds links of the site that lead nowhere, and external ones that are malformed or not https. */
final class LinkCheck {
    /** What the address of a picture inside the page begins with. */
    static final String PICTURE = "data:image/png;base64,";

    private static final Pattern LINK = Pattern.compile("<(?:a|link|script|img)\\s[^>]*?(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");

    private final Map<String, String> pages;
    private final Map<String, Set<String>> anchors = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int links;

    private LinkCheck(Map<String, String> pages) {
        this.pages = pages;
    }

    /** Checks the pages of a folder. Of the Javadoc it checks what the pages link to. */
    static LinkCheck of(Path folder) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.toString();
                pages.put(
                        folder.relativize(file).toString(),
                        name.endsWith(".html") || name.endsWith(".css") ? Files.readString(file) : "");
            }
        }
        return of(pages);
    }

    static LinkCheck of(Map<String, String> pages) {
        LinkCheck check = new LinkCheck(pages);
        pages.keySet().stream()
                .filter(page -> page.endsWith(".html") && !page.startsWith("api/"))
                .forEach(check::page);
        return check;
    }

    int links() {
        return links;
    }

    List<String> broken() {
        return broken;
    }

    private void page(String page) {
        Matcher link = LINK.matcher(text(page));
        while (link.find()) {
            links++;
            String why = fault(page, unescape(link.group(1)));
            if (!why.isEmpty()) {
                broken.add("%s: %s %s".formatted(page, link.group(1), why));
            }
        }
    }

    private String text(String page) {
        return pages.getOrDefault(page, "");
    }

    private static String unescape(String text) {
        return text.replace("&amp;", "&");
    }

    private String fault(String page, String link) {
        if (link.startsWith(PICTURE)) {
            return "";
        }
        URI uri;
        try {
            uri = new URI(link);
        } catch (URISyntaxException e) {
            return "is malformed";
        }
        if (uri.getScheme() != null) {
            boolean isLocal = "127.0.0.1".equals(uri.getHost());
            return uri.getHost() != null && (uri.getScheme().equals("https") || isLocal) ? "" : "is no https address";
        }
        String path = uri.getPath() == null || uri.getPath().isEmpty() ? page : uri.getPath();
        if (!pages.containsKey(path)) {
            return "does not exist";
        }
        String anchor = uri.getRawFragment();
        return anchor == null || anchors(path).contains(URLDecoder.decode(anchor, StandardCharsets.UTF_8))
                ? ""
                : "has no such anchor";
    }

    private Set<String> anchors(String page) {
        return anchors.computeIfAbsent(page, each -> {
            Set<String> found = new HashSet<>();
            Matcher anchor = ANCHOR.matcher(text(each));
            while (anchor.find()) {
                found.add(unescape(anchor.group(1)));
            }
            return found;
        });
    }
}
