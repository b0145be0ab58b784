// SPDX-License-Identifier: MIT
package blinka4j.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page in Markdown, as GitHub reads it: CommonMark with tables, and headings with anchors. */
final class Markdown {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");
    private static final Pattern TABLE_OR_HEADING = Pattern.compile("<table>|<h[1-6] [^>]*>(.*?)</h[1-6]>");

    /** A heading with its anchor. */
    record Part(int level, String anchor, String title) {}

    private final Node document;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Node, String> anchors = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private Markdown(Node document) {
        this.document = document;
    }

    /** @throws IllegalStateException for raw HTML other than comments and the generator's figures, images without text and skipped levels of headings */
    static Markdown parse(String text) {
        Markdown page = new Markdown(PARSER.parse(text));
        page.document.accept(page.new Reader());
        return page;
    }

    /** The fenced blocks of a language. */
    static List<String> blocks(String text, String language) {
        List<String> blocks = new ArrayList<>();
        PARSER.parse(text).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                if (language.equals(block.getInfo())) {
                    blocks.add(block.getLiteral());
                }
            }
        });
        return blocks;
    }

    List<Part> parts() {
        return parts;
    }

    /** The first heading. */
    String title() {
        if (parts.isEmpty() || parts.get(0).level() != 1) {
            throw new IllegalStateException("the page does not begin with a heading of level 1");
        }
        return parts.get(0).title();
    }

    /** The body as HTML, with each link and the place of each image changed by a function. */
    String html(UnaryOperator<String> link) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link node) {
                node.setDestination(link.apply(node.getDestination()));
                visitChildren(node);
            }

            @Override
            public void visit(Image node) {
                node.setDestination(link.apply(node.getDestination()));
            }
        });
        String html = HtmlRenderer.builder()
                .extensions(TABLES)
                .attributeProviderFactory(context -> this::attributes)
                .build()
                .render(document);
        return scrollable(html);
    }

    private void attributes(Node node, String tag, Map<String, String> attributes) {
        if (anchors.containsKey(node)) {
            attributes.put("id", anchors.get(node));
        } else if (node instanceof TableCell cell && cell.isHeader()) {
            attributes.put("scope", "col");
        } else if (tag.equals("pre")) {
            // A wide block scrolls; this lets the keyboard do it.
            attributes.put("tabindex", "0");
        }
    }

    /** Puts each table into a region that scrolls, also by keyboard, named after the heading above. */
    private static String scrollable(String html) {
        StringBuilder result = new StringBuilder();
        String[] heading = {""};
        int[] number = {0};
        Matcher matcher = TABLE_OR_HEADING.matcher(html);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                heading[0] = matcher.group(1).replaceAll("<[^>]*>", "").replace("\"", "&quot;");
                number[0] = 0;
                matcher.appendReplacement(result, Matcher.quoteReplacement(matcher.group()));
            } else {
                number[0]++;
                String name = number[0] == 1 ? heading[0] : heading[0] + ", " + number[0];
                matcher.appendReplacement(
                        result,
                        Matcher.quoteReplacement(
                                "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: " + name
                                        + "\"><table>"));
            }
        }
        matcher.appendTail(result);
        return result.toString().replace("</table>", "</table></div>");
    }

    /** The anchor that GitHub gives to a heading. */
    static String anchor(String title) {
        return NOT_IN_AN_ANCHOR
                .matcher(title.toLowerCase(Locale.ROOT))
                .replaceAll("")
                .replace(' ', '-');
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Notes the headings, and refuses what the site does not have. */
    private final class Reader extends AbstractVisitor {
        @Override
        public void visit(Heading heading) {
            String title = text(heading);
            int before = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).level();
            if (heading.getLevel() > before + 1 || (heading.getLevel() == 1 && before > 0)) {
                throw new IllegalStateException("the heading '%s' has level %s, after one of level %s"
                        .formatted(title, heading.getLevel(), before));
            }
            String anchor = anchor(title);
            for (int i = 1; !taken.add(anchor); i++) {
                anchor = anchor(title) + "-" + i;
            }
            anchors.put(heading, anchor);
            parts.add(new Part(heading.getLevel(), anchor, title));
        }

        @Override
        public void visit(HtmlBlock block) {
            onlyComments(block, block.getLiteral());
        }

        @Override
        public void visit(HtmlInline inline) {
            onlyComments(inline, inline.getLiteral());
        }

        private void onlyComments(Node node, String html) {
            if (html.startsWith("<!--")) {
                node.unlink();
            } else if (!html.startsWith("<figure")) {
                throw new IllegalStateException("HTML in the page: " + html);
            }
        }

        @Override
        public void visit(Image image) {
            if (text(image).isBlank()) {
                throw new IllegalStateException("the image %s has no text for those who do not see it: ![text](%s)"
                        .formatted(image.getDestination(), image.getDestination()));
            }
        }
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text each) {
                text.append(each.getLiteral());
            }

            @Override
            public void visit(Code each) {
                text.append(each.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak each) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
