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
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML 1.2 into [DocumentNode]s, keeping the lines and what stood in quotes.
public final class YamlDocument {
    /// Aliases can make a small file a huge tree.
    private static final int MAX_ALIASES = 50;

    private YamlDocument() {}

    /// @throws IllegalArgumentException with line and column when it is not YAML, or a key stands twice
    public static DocumentNode parse(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            return root.map(YamlDocument::node).orElseThrow(() -> new IllegalArgumentException("it is empty"));
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .map(m -> "line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1) + ": ")
                    .orElse("");
            throw new IllegalArgumentException(where + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static DocumentNode node(Node node) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
        return switch (node) {
            case MappingNode m -> mapping(m, line);
            case SequenceNode s -> sequence(s, line);
            case ScalarNode s -> new Scalar(s.getValue(), kind(s.getTag()), line);
            default ->
                throw new IllegalArgumentException("line " + line + ": " + node.getNodeType() + " can't stand here");
        };
    }

    private static Mapping mapping(MappingNode node, int line) {
        Map<String, DocumentNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new IllegalArgumentException("line " + line + ": a key is a text");
            }
            if (entries.put(key.getValue(), node(tuple.getValueNode())) != null) {
                int at = key.getStartMark().map(m -> m.getLine() + 1).orElse(line);
                throw new IllegalArgumentException("line " + at + ": the key \"" + key.getValue() + "\" stands twice");
            }
        }
        return new Mapping(entries, line);
    }

    private static Sequence sequence(SequenceNode node, int line) {
        List<DocumentNode> items = new ArrayList<>();
        node.getValue().forEach(item -> items.add(node(item)));
        return new Sequence(items, line);
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
