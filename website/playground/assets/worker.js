// Runs Python beside the page, so that the page answers while Python thinks.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = new URL("./", import.meta.url).href;

async function load() {
  const [python, packages] = await Promise.all([
    loadPyodide({ indexURL: `${here}pyodide/` }),
    fetch(`${here}packages.zip`).then((response) => response.arrayBuffer()),
  ]);
  const [folder] = python.runPython("import site; site.getsitepackages()").toJs();
  python.unpackArchive(packages, "zip", { extractDir: folder });
  return python.pyimport("answers").answer;
}

const loaded = load();

onmessage = async ({ data: { id, question } }) => {
  try {
    const answer = await loaded;
    postMessage({ id, answer: JSON.parse(answer(JSON.stringify(question))) });
  } catch (error) {
    postMessage({ id, failure: String(error.message ?? error) });
  }
};
