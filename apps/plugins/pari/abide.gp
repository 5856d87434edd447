\\ abide for PARI/GP: conservation laws of training dynamics, proved, as polynomials of gp. Read it by \r or read();
\\ ?abide tells what there is. The program abide is asked by a pipe (data/format/answer.md): it is the one that the environment
\\ variable ABIDE names, or the first in PATH.

\\ Text in quotes, for the shell.
abide_quoted(text) = Str("'", strjoin(strsplit(Str(text), "'"), "'\\''"), "'");

\\ A polynomial in which the variables x are called x[1], x[2], …: term by term, since gp nests polynomials in many variables deeply.
abide_written(p, x) =
{
  my(waiting = List([[p, ""]]), terms = List(), powers, kind, place);
  while (#waiting,
    [p, powers] = waiting[#waiting];
    listpop(~waiting);
    kind = type(p);
    if (kind == "t_INT" || kind == "t_FRAC", listput(~terms, Str("(", p, ")", powers)); next);
    if (kind != "t_POL", error("abide: expected polynomials with rational coefficients, found the ", kind, " ", p));
    place = select(name -> name == variable(p), x, 1);
    if (!#place, error("abide: ", variable(p), " is none of the coordinates ", x));
    for (k = 0, poldegree(p),
      if (polcoef(p, k), listput(~waiting, [polcoef(p, k), if (k, Str(powers, "*x[", place[1], "]^", k), powers)]))));
  if (#terms, strjoin(Vec(terms), " + "), "0");
}
abide_list(polynomials, x) = Str("[\"", strjoin([abide_written(p, x) | p <- polynomials], "\", \""), "\"]");

\\ The polynomials of a model, matrices row by row; of a specification none.
abide_map(model) =
{
  my(kind = type(model));
  if (kind == "t_STR", return([]));
  if (kind == "t_MAT", return(concat([Vec(row) | row <- Vec(model~)])));
  if (kind != "t_VEC" && kind != "t_COL",
    error("abide: expected a specification such as \"linear:2,2,2\", or a vector or matrix of polynomials, found ", model));
  Vec(model);
}

\\ The answer to a question, as a map; `words` stand behind the model on the command line, `file` is written beside it.
abide_answer(question, model, dynamics, metric, time_limit, words = "", file = "") =
{
  my(map = abide_map(model), x = variables(map), folder, answer);
  if (!#map && type(model) != "t_STR", error("abide: expected at least one polynomial"));
  if (!#map && metric != 0, error("abide: a metric needs a model of polynomials: that of a specification is its own"));
  if (#map, map = abide_list(map, x));
  if (metric != 0, metric = abide_list(metric, x));
  folder = externstr("mktemp -d")[1];
  if (#file, write(Str(folder, "/file"), file));
  if (type(model) != "t_STR",
    write(Str(folder, "/model.toml"), "name = \"phi\"\n[[parameter]]\nname = \"x\"\nshape = [", #x, "]\n[model]\nmap = ", map,
      if (metric != 0, Str("\n[metric]\ndiagonal = ", metric), "")));
  answer = externstr(Str("trap 'rm -rf ", folder, "' EXIT INT; \"${ABIDE:-abide}\" answer pari ", question, " ",
    if (type(model) == "t_STR", abide_quoted(model), Str(folder, "/model.toml")), " --adapter 0.1.0",
    if (dynamics != 0, Str(" --dynamics ", abide_quoted(dynamics)), ""),
    if (time_limit != 0, Str(" --time-limit ", abide_quoted(time_limit)), ""),
    if (#file, Str(" --", if (question == "verify", "law ", "certificate "), folder, "/file"), ""), words));
  if (!#answer, error("abide: no answer: expected the program abide, version 0.1, as ABIDE says or in PATH"));
  abide_map_of(eval(answer[1]), x);
}

\\ The pairs of an answer as a map, in which variables of gp stand for the coordinates: those of the model, else ones that are
\\ called as its arrays.
abide_map_of(pairs, x) =
{
  my(answer = Map(), names, places, c);
  foreach(pairs, pair, mapput(~answer, pair[1], pair[2]));
  if (mapisdefined(answer, "error", &names), error("abide: ", names));
  if (!mapisdefined(answer, "names", &names), return(answer));
  places = mapget(answer, "places");
  c = [eval(Str("'", if (!#x || !places[k], names[k], places[k] > 0, x[places[k]], Str(x[-places[k]], "_dot")))) | k <- [1..#names]];
  mapdelete(~answer, "names");
  mapdelete(~answer, "places");
  mapput(~answer, "coordinates", c);
  foreach(["laws", "gradients"], key,
    if (mapisdefined(answer, key), mapput(~answer, key, mapget(answer, key)(c))));
  answer;
}

abide_degree(degree) = if (degree == 0, "", Str(" --degree ", abide_quoted(degree)));

abide_coordinates(model, dynamics = 0) = mapget(abide_answer("coordinates", model, dynamics, 0, 0), "coordinates");

abide_laws(model, degree = 0, dynamics = 0, metric = 0, time_limit = 0) =
  mapget(abide_answer("laws", model, dynamics, metric, time_limit, abide_degree(degree)), "laws");

abide_rank(model, dynamics = 0, metric = 0, time_limit = 0) =
{
  my(bounds = mapget(abide_answer("rank", model, dynamics, metric, time_limit), "rank"));
  if (bounds[1] < bounds[2], error("abide: the Lie rank is only known to be between ", bounds[1], " and ", bounds[2]));
  bounds[1];
}

abide_certify(model, degree = 0, dynamics = 0, metric = 0, time_limit = 0) =
  abide_answer("certify", model, dynamics, metric, time_limit, abide_degree(degree));

abide_verify(model, law, dynamics = 0, metric = 0, time_limit = 0) =
{
  my(words = "");
  if (type(law) != "t_STR",
    law = abide_written(law, abide_coordinates(model, dynamics));
    words = " --positions");
  mapget(abide_answer("verify", model, dynamics, metric, time_limit, words, law), "holds");
}

abide_check(model, certificate, dynamics = 0, metric = 0, time_limit = 0) =
{
  if (type(certificate) == "t_LIST", certificate = mapget(certificate, "certificate"));
  if (type(certificate) != "t_STR",
    error("abide: expected what abide_certify returns, or the text of a certificate, found ", certificate));
  mapget(abide_answer("check", model, dynamics, metric, time_limit, "", certificate), "holds");
}

abide() = print("abide_laws, abide_rank, abide_certify, abide_verify, abide_check, abide_coordinates: see ?abide");

{addhelp(abide, "conservation laws of training dynamics, proved by the program abide: functions of the weights that gradient flow keeps constant, whatever data and loss are.\n\
  abide_laws         polynomial laws up to a degree\n\
  abide_rank         the Lie rank: in how many directions trajectories can go\n\
  abide_certify      both, whether there are no other laws, and a certificate\n\
  abide_verify       is a polynomial a law?\n\
  abide_check        does abide-check accept a certificate?\n\
  abide_coordinates  the variables of a model\n\
A model is a specification such as \"linear:2,2,2\", the name of a TOML file, or a vector or matrix of polynomials with rational coefficients, the model phi as a function of its variables.\n\
dynamics: \"momentum:1\", \"nesterov\", \"weight-decay:1/2\", …; then velocities are called x_dot, and the time coordinate s or t.\n\
metric: the diagonal of a metric M in theta' = -M grad E, a vector of polynomials, one for each variable.\n\
time_limit: in seconds.");}
{addhelp(abide_laws, "abide_laws(model, {degree = 2}, {dynamics}, {metric}, {time_limit}): polynomial conservation laws up to a degree, as polynomials in the variables of the model. Those of that degree that are polynomials in them are left out; whether there are others, tells abide_certify. See ?abide.\n\
  ? abide_laws([x*y, y*z])\n\
  %1 = [x^2 + (-y^2 + z^2)]\n\
  ? abide_laws(\"linear:2,3,2\",, \"momentum:1\")");}
{addhelp(abide_rank, "abide_rank(model, {dynamics}, {metric}, {time_limit}): the Lie rank: in so many independent directions trajectories can go; the number of variables minus the Lie rank is the number of independent laws there are locally. An error where only bounds are proved: see abide_certify.");}
{addhelp(abide_certify, "abide_certify(model, {degree = 2}, {dynamics}, {metric}, {time_limit}): all that is proved, as a map; m = mapget(abide_certify(\"linear:2,2,2\"), \"laws\").\n\
  \"laws\"         polynomials in the variables \"coordinates\"\n\
  \"gradients\"    of laws that are no polynomials, without denominators\n\
  \"independent\"  how many independent laws these are\n\
  \"rank\"         [at least, at most]: the Lie rank\n\
  \"complete\"     1 if every law is locally a function of these laws\n\
  \"dimensions\"   of the spaces of laws of degree <= 1, 2, …; -1: not determined\n\
  \"certificate\"  the proof, a text, which abide-check accepted");}
{addhelp(abide_verify, "abide_verify(model, law, {dynamics}, {metric}, {time_limit}): is law, a polynomial in abide_coordinates(model, dynamics), or a text such as \"U1[1,1]^2 - U2[1,1]^2\", a conservation law? 1 or 0; both are proved.");}
{addhelp(abide_check, "abide_check(model, certificate, {dynamics}, {metric}, {time_limit}): does abide-check, a program that shares no code with abide, accept this certificate for this model? certificate: what abide_certify returns, or a text.");}
{addhelp(abide_coordinates, "abide_coordinates(model, {dynamics}): the variables that laws of the model are polynomials in, in their order; of a specification U1_1_1 stands for U1[1,1].");}
