// Judges the requests on standard input with the functions of the documentation.
const { verify, verifyStripe } = require("./verify.js");

const functions = { standard: verify, stripe: verifyStripe };
const requests = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(
  JSON.stringify(
    requests.map(({ kind, secret, headers, body, now }) => functions[kind](secret, headers, Buffer.from(body), now)),
  ),
);
