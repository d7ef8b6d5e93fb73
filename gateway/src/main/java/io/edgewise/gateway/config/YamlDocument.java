// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import io.edgewise.inference.document.DocumentNode;
import io.edgewise.inference.document.DocumentNode.Kind;
import io.edgewise.inference.document.DocumentNode.Mapping;
import io.edgewise.inference.document.DocumentNode.Scalar;
import io.edgewise.inference.document.DocumentNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML 1.2 into [DocumentNode]s, keeping the lines and what stood in quotes.
///
/// A file of a few lines can stand for an endless tree: aliases repeat what they name, and an anchor may hold
/// its own alias. So depth and size are limited. Confined to the thread that parses.
public final class YamlDocument {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setAllowNonScalarKeys(true).build();
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 100_000;

    private int nodes;

    private YamlDocument() {}

    /// @throws YamlException with the line when it is not YAML, a key stands twice, or it is too large
    public static DocumentNode parse(String yaml) {
        try {
            checkDepth(yaml);
            Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
            return root.map(node -> new YamlDocument().node(node, 1))
                    .orElseThrow(() -> new YamlException(0, "there is nothing in it"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            String column = e.getProblemMark()
                    .map(m -> " (column " + (m.getColumn() + 1) + ")")
                    .orElse("");
            throw new YamlException(line, "it is not YAML: " + e.getProblem() + column);
        } catch (YamlEngineException e) {
            throw new YamlException(0, "it is not YAML: " + e.getMessage());
        }
    }

    /// The library composes nodes by recursion; its events come one by one.
    private static void checkDepth(String yaml) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                throw tooDeep(line(event.getStartMark()));
            }
        }
    }

    private DocumentNode node(Node node, int depth) {
        int line = line(node.getStartMark());
        if (depth > MAX_DEPTH) {
            throw tooDeep(line);
        }
        if (++nodes > MAX_NODES) {
            throw new YamlException(
                    line, "there are more than " + MAX_NODES + " values in it, aliases counted in full");
        }
        if (!KNOWN_TAGS.contains(node.getTag())) {
            throw new YamlException(line, "the tag " + node.getTag().getValue() + " means nothing here");
        }
        return switch (node) {
            case MappingNode m -> mapping(m, line, depth);
            case SequenceNode s -> sequence(s, line, depth);
            case ScalarNode s -> new Scalar(s.getValue(), kind(s.getTag()), line);
            default -> throw new YamlException(line, node.getNodeType() + " can't stand here");
        };
    }

    private Mapping mapping(MappingNode node, int line, int depth) {
        Map<String, DocumentNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            int at = line(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlException(at, "a key is a text; a text that begins with { or [ needs quotes");
            }
            if (entries.put(key.getValue(), node(tuple.getValueNode(), depth + 1)) != null) {
                throw new YamlException(at, "the key \"" + key.getValue() + "\" stands twice");
            }
        }
        return new Mapping(entries, line);
    }

    private Sequence sequence(SequenceNode node, int line, int depth) {
        List<DocumentNode> items = new ArrayList<>();
        node.getValue().forEach(item -> items.add(node(item, depth + 1)));
        return new Sequence(items, line);
    }

    private static YamlException tooDeep(int line) {
        return new YamlException(line, "blocks stand in each other more than " + MAX_DEPTH + " deep");
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(m -> m.getLine() + 1).orElse(0);
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return Kind.NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.FLAG;
        }
        return tag.equals(Tag.NULL) ? Kind.NULL : Kind.TEXT;
    }
}
