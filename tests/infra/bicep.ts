// Reads Bicep files into the few facts the tests ask about, with the grammar that editors use. What one could get wrong: this
// sees syntax only; a property that Azure does not know passes here and fails on provisioning.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { projectPath } from '../../src/project-root.js';

export interface Parameter {
  name: string;
  required: boolean;
}

/** One Bicep file, parsed. */
export interface BicepFile {
  root: Node;
  parameters: Parameter[];
  /** Paths of the modules it uses, as written. */
  modules: { path: string; given: string[] }[];
  outputs: { name: string; value: string }[];
  /** Every `{ name: …, value: … }` object: the web app's settings. */
  settings: string[];
}

/** Parses one Bicep file, named by its path from the project's root. */
export async function readBicep(path: string): Promise<BicepFile> {
  return describe(await parse(readFileSync(projectPath(path), 'utf8')));
}

/** The syntax tree of a Bicep text, errors included. */
export async function parse(text: string): Promise<Node> {
  await Parser.init();
  const wasm = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(wasm));
  const tree = parser.parse(text);
  if (!tree) throw new Error('The Bicep parser gave no tree.');
  return tree.rootNode;
}

/** Where the syntax is broken: `line:column` with the text there; empty when the file is well formed. */
export function syntaxErrors(root: Node): string[] {
  return everyNode(root)
    .filter((node) => node.isError || node.isMissing)
    .map((node) => `${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 40)}`);
}

function describe(root: Node): BicepFile {
  return {
    root,
    parameters: of(root, 'parameter_declaration').map((node) => ({
      name: nameOf(node),
      required: !node.text.includes('='),
    })),
    modules: of(root, 'module_declaration').map((node) => ({
      path: unquoted(of(node, 'string')[0]?.text ?? ''),
      given: objectAt(node, 'params').map(([name]) => name),
    })),
    outputs: of(root, 'output_declaration').map((node) => ({
      name: nameOf(node),
      value: node.text.slice(node.text.indexOf('=') + 1).trim(),
    })),
    settings: of(root, 'object')
      .map((node) => new Map(propertiesOf(node)))
      .filter((object) => object.size === 2 && object.has('name') && object.has('value'))
      .map((object) => unquoted(object.get('name')?.text ?? '')),
  };
}

/** The value written for a property, wherever it stands in the file; undefined when it is not there. */
export function writtenFor(file: BicepFile, property: string): string | undefined {
  const found = of(file.root, 'object')
    .flatMap(propertiesOf)
    .find(([name]) => name === property);
  return found && unquoted(found[1].text);
}

function objectAt(node: Node, property: string): [string, Node][] {
  const found = of(node, 'object')
    .flatMap(propertiesOf)
    .find(([name]) => name === property);
  return found ? propertiesOf(found[1]) : [];
}

function propertiesOf(object: Node): [string, Node][] {
  return object.namedChildren.flatMap((child): [string, Node][] => {
    if (child?.type !== 'object_property') return [];
    const [name, value] = child.namedChildren;
    return name && value ? [[unquoted(name.text), value]] : [];
  });
}

function nameOf(node: Node): string {
  return node.namedChildren.find((child) => child?.type === 'identifier')?.text ?? '';
}

function of(root: Node, type: string): Node[] {
  return root.descendantsOfType(type).filter((node) => node !== null);
}

function everyNode(node: Node): Node[] {
  return [node, ...node.children.flatMap((child) => (child ? everyNode(child) : []))];
}

function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1');
}
