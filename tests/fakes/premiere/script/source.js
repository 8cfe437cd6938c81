/**
 * What ExtendScript makes of a source text: refuses what is not ES3, reads the rest the way it does.
 *
 * - Anything past ES3 is a syntax error: `let`, arrows, getters, trailing commas in objects, reserved words as
 *   property names (acorn at ecmaVersion 3). ES3 engines disagree on a trailing comma in an array: refused
 *   [inference].
 * - `a ? b ? c : d : e` does not parse: "Expected: :" (mishoo/UglifyJS #1144, ExtendScript/extendscriptr #15).
 * - `a ? b : c ? d : e` is read as `(a ? b : c) ? d : e`, silently (terser/terser #1250). So it is here.
 * - `return` outside a function is an error (hetpatel-11/Adobe_Premiere_Pro_MCP #6).
 * - `"abc"[0]` is undefined: ES3 has no index into strings (ECMA-262 3rd edition, 15.5.5) [inference: that the engine
 *   keeps to it]; reads by a computed name go through `$__read`.
 * - `#include "x"` and `//@include "x"` put the file in place, other directives do nothing (JTG
 *   docs/extendscript-tools-features/preprocessor-directives.md).
 *
 * Loops and functions also call `$__step`, so that a test can count what a script did in one go.
 */

import { parse } from "acorn";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A text that ExtendScript would not run at all. */
export class ScriptSyntaxError extends SyntaxError {
  name = "ScriptSyntaxError";
}

/** The text as it runs in the fake engine; throws ScriptSyntaxError for what ExtendScript refuses. */
export function translated(text, fileName = "script") {
  const included = withIncludes(text, fileName);
  const tree = parsed(included, fileName);
  const edits = [];
  walk(tree, null, (node, parent) => collect(node, parent, included, fileName, edits));
  return applied(included, edits);
}

function parsed(text, fileName) {
  try {
    return parse(text, {
      ecmaVersion: 3,
      sourceType: "script",
      allowReserved: "never",
      preserveParens: true,
      locations: true,
    });
  } catch (error) {
    throw new ScriptSyntaxError(`${fileName}: ${error.message}`);
  }
}

function withIncludes(text, fileName) {
  return text.replace(/^[ \t]*(?:#|\/\/\s*@)(\w+)[ \t]*(.*)$/gm, (line, directive, rest) => {
    if (directive !== "include") return line.trimStart().startsWith("#") ? "" : line;
    const path = resolve(dirname(fileName), rest.trim().replace(/^["']|["'];?$/g, ""));
    return withIncludes(readFileSync(path, "utf8"), path);
  });
}

function collect(node, parent, text, fileName, edits) {
  const refuse = (why) => {
    throw new ScriptSyntaxError(`${fileName}:${node.loc.start.line}: ${why}`);
  };
  if (node.type === "Program") edits.push({ at: 0, put: ";", rank: -2 }); // "use strict" is a text like any other
  if (node.type === "ConditionalExpression") {
    if (node.consequent.type === "ConditionalExpression") refuse("Expected: : (nested ?: needs parentheses)");
    if (node.alternate.type === "ConditionalExpression") {
      edits.push({ at: node.start, put: "(", rank: 0 }, { at: node.alternate.test.end, put: ")", rank: 0 });
    }
  }
  if (node.type === "ArrayExpression" && /,\s*\]$/.test(text.slice(node.start, node.end))) {
    refuse("trailing comma in an array");
  }
  if (node.type === "MemberExpression" && node.computed && isPlainRead(node, parent)) {
    edits.push({ at: node.start, put: "$__read(", rank: 1 });
    edits.push({ at: node.object.end, until: node.property.start, put: ",(" });
    edits.push({ at: node.property.end, until: node.end, put: "))" });
  }
  if (isLaterNumber(node)) edits.push({ at: node.start, until: node.end, put: "(void 0)" });
  if (/^(For|ForIn|While|DoWhile)Statement$/.test(node.type)) stepInto(node.body, edits);
  if (/^Function/.test(node.type)) edits.push({ at: node.body.start + 1, put: "$__step();", rank: 2 });
}

/** Constants of `Number` that ES3 had not and that no realm lets go of. */
function isLaterNumber(node) {
  const named = node.type === "MemberExpression" && !node.computed && node.object.name === "Number";
  return named && /^(?:EPSILON|M(?:AX|IN)_SAFE_INTEGER)$/.test(node.property.name);
}

function isPlainRead(node, parent) {
  switch (parent?.type) {
    case "AssignmentExpression":
      return parent.left !== node;
    case "UpdateExpression":
      return false;
    case "UnaryExpression":
      return parent.operator !== "delete";
    case "CallExpression":
    case "NewExpression":
      return parent.callee !== node;
    case "ForInStatement":
      return parent.left !== node;
    default:
      return true;
  }
}

function stepInto(body, edits) {
  if (body.type === "BlockStatement") edits.push({ at: body.start + 1, put: "$__step();", rank: 2 });
  else
    edits.push(
      { at: body.start, put: "{$__step();", rank: -1 },
      { at: body.end, put: "}", rank: 9, closes: true },
    );
}

function walk(node, parent, visit) {
  visit(node, parent);
  for (const key of Object.keys(node)) {
    if (key === "loc") continue;
    const value = node[key];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === "string") walk(child, node, visit);
    }
  }
}

/** Edits at one place: closing first (they end what lies before), then opening, outer before inner. */
function applied(text, edits) {
  const order = (edit) => (edit.until !== undefined ? 1 : edit.closes || edit.put === ")" ? 0 : 2);
  const sorted = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.at - b.at || order(a) - order(b) || (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index);
  let out = "";
  let from = 0;
  for (const edit of sorted) {
    out += text.slice(from, edit.at) + edit.put;
    from = Math.max(edit.at, edit.until ?? edit.at);
  }
  return out + text.slice(from);
}
