export const graphiqlPage = `<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GraphiQL · Observatoire</title>
    <link rel="stylesheet" href="/graphiql/assets/graphiql.css">
    <style>html, body, #graphiql { margin: 0; height: 100vh }</style>
  </head>
  <body>
    <div id="graphiql">Chargement de l’éditeur de requêtes…</div>
    <noscript>L’éditeur de requêtes a besoin de JavaScript.</noscript>
    <script src="/graphiql/assets/react.js"></script>
    <script src="/graphiql/assets/react-dom.js"></script>
    <script src="/graphiql/assets/graphiql.js"></script>
    <script src="/graphiql/start.js"></script>
  </body>
</html>
`;

const firstQuery = `# L’observatoire des usages du numérique.
#
# L’annuaire, le catalogue et les chiffres publiés sont publics. Pour les chiffres et les
# réponses, ajoutez en bas, sous « Headers » : { "Authorization": "Bearer <jeton>" }
# (« observatory serve » imprime des jetons de développement).

query Commencer {
  observatory {
    position
    campaigns(first: 10) {
      totalCount
      edges { node { id title status expected synthetic } }
    }
    territory(kind: ACADEMY, code: "02") {
      name
      children { code name }
    }
    indicator(id: "eleves_par_ordinateur_1d") {
      label { fr }
      numerator
      denominator
      direction
    }
    references(first: 5, indicator: "eleves_par_ordinateur_1d") {
      edges { node { schoolYear territoryCode value unit source } }
    }
  }
}
`;

export const graphiqlStart = `(function () {
  var fetcher = GraphiQL.createFetcher({ url: '/graphql' });
  var root = ReactDOM.createRoot(document.getElementById('graphiql'));
  root.render(
    React.createElement(GraphiQL, {
      fetcher: fetcher,
      defaultQuery: ${JSON.stringify(firstQuery)},
      defaultEditorToolsVisibility: 'headers',
      shouldPersistHeaders: false,
    }),
  );
})();
`;
