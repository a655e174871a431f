// The sign-in of a home: a certified OpenID provider with the pages that it brings for trying out. It lies on another site than
// the shop, as a home's own does.

import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const SECRET = "a-secret-between-the-shop-and-its-provider";
const CLIENT = "bekertje";

/** What the program is started with to use it. */
export const settings = (issuer, shop) => [
  ...["--address", shop, "--oidc-issuer", issuer, "--oidc-name", "De Linde Inlog"],
  ...["--oidc-client-id", CLIENT, "--oidc-client-secret", SECRET],
];

/**
 * A provider for the shop at `shop`. `people` are those it knows, by the name that they type: their claims, and `amr` with how
 * they showed who they are.
 */
export async function startProvider(shop, people) {
  // A port first: the provider has to know its own address.
  let listener;
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${shop}/sign-in/home/back`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: ["a key of a test"] },
    findAccount: (_, id) => {
      const { amr: _amr, sub = id, ...claims } = people[id] ?? {};
      return { accountId: id, claims: () => ({ sub, ...claims }) };
    },
  });
  // Its pages ask for a name and any password. How somebody showed who they are is what the list says.
  const finish = provider.interactionFinished.bind(provider);
  provider.interactionFinished = (request, response, result, options) => {
    if (result.login) result.login.amr = people[result.login.accountId]?.amr ?? ["pwd"];
    return finish(request, response, result, options);
  };
  listener = provider.callback();
  return {
    issuer,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** Types a name on the provider's page; the form that asks whether the shop may know it. */
async function named(page, name) {
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill("anything");
  await page.locator("button.login-submit").click();
  const form = page.locator('form:has(input[value="consent"])');
  await form.waitFor();
  return form;
}

/** Shows the provider who somebody is, on its own pages: the name, and that the shop may know it. */
export async function passProvider(page, name) {
  const form = await named(page, name);
  await Promise.all([page.waitForURL((url) => url.hostname === "127.0.0.1"), form.locator("button").click()]);
}

/** As `passProvider`, but the browser stays there: the address that it would be led to. */
export async function answerOf(page, name) {
  const form = await named(page, name);
  const { request } = page.context();
  const action = await form.evaluate((form) => form.action);
  const agreed = await request.post(action, { form: { prompt: "consent" }, maxRedirects: 0 });
  const answered = await request.get(agreed.headers().location, { maxRedirects: 0 });
  return answered.headers().location;
}
