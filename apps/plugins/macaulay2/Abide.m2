-- abide for Macaulay2: conservation laws of training dynamics, proved. The program abide is asked by a pipe (data/format/answer.md):
-- it is the one that the environment variable ABIDE names, or the first in PATH. Nothing is computed here.
newPackage(
  "Abide",
  Version => "0.1.0",
  Date => "December 1, 2026",
  Headline => "conservation laws of training dynamics, proved",
  Authors => {{Name => "The abide contributors"}},
  Keywords => {"Interfaces"},
  AuxiliaryFiles => false,
  DebuggingMode => false)

export {"abideLaws", "abideRank", "abideCertify", "abideVerify", "abideCheck", "abideCoordinates", "Dynamics", "Metric", "TimeLimit"}

quotedWord = text -> "'" | replace("'", "'\\\\''", toString text) | "'"

-- The polynomials of a model, matrices row by row; of a specification none.
polynomials = model -> (
  phi := if instance(model, Matrix) then flatten entries model
    else if instance(model, Ideal) then first entries gens model
    else if instance(model, List) then flatten model
    else error("abide: expected a specification such as \"linear:2,2,2\", or a list, matrix or ideal of polynomials, found ", toString model);
  if #phi == 0 then error "abide: expected at least one polynomial";
  phi)

-- Their ring: QQ[x]. Others are refused by name.
ringOf = phi -> (
  found := select(phi, p -> instance(p, RingElement));
  if #found == 0 then error("abide: expected polynomials, found ", toString phi);
  R := ring first found;
  for p in phi do if instance(p, RingElement) and ring p =!= R then error("abide: expected polynomials of one ring, found ", toString p, " of ", toString ring p);
  if not instance(R, PolynomialRing) then error("abide: expected a polynomial ring over QQ, found ", toString R);
  if coefficientRing R =!= QQ then error("abide: expected a polynomial ring over QQ, found coefficients in ", toString coefficientRing R);
  R)

-- A polynomial in which the variables are called x[1], x[2], …
written = p -> (
  terms := apply(listForm p, (powers, c) -> concatenate("(", toString c, ")",
      apply(#powers, k -> if powers#k > 0 then concatenate("*x[", toString(k + 1), "]^", toString powers#k) else "")));
  if #terms == 0 then "0" else demark(" + ", terms))
writtenList = (phi, R) -> concatenate("[\"", demark("\", \"", apply(phi, p -> written promote(p, R))), "\"]")

-- Rings of coordinates by their names: two answers about one model are in the same ring.
rings = new MutableHashTable
ringNamed = names -> (
  if not rings#?names then rings#names = QQ[apply(names, getSymbol)];
  rings#names)

-- The ring of the coordinates: that of the model, or one whose variables are called as the arrays, or as velocities and time.
homeOf = (answer, R) -> (
  names := answer#"names";
  places := answer#"places";
  if R === null then return ringNamed names;
  if all(places, k -> k > 0) then return R;
  word := k -> replace("[^A-Za-z0-9']+", "$", toString R_(k - 1));
  ringNamed apply(#names, k -> if places#k == 0 then names#k else if places#k > 0 then word places#k else word(-places#k) | "$dot"))

-- The answer to a question; `words` and the name of `file`, which is written beside the model, go on the command line.
ask = (question, model, options, words, file) -> (
  R := null;
  text := "";
  if instance(model, String) then (
    if options.Metric =!= null then error "abide: a metric needs a model of polynomials: that of a specification is its own")
  else (
    phi := polynomials model;
    R = ringOf phi;
    text = concatenate("name = \"phi\"\n[[parameter]]\nname = \"x\"\nshape = [", toString numgens R, "]\n[model]\nmap = ", writtenList(phi, R), "\n");
    if options.Metric =!= null then text = concatenate(text, "[metric]\ndiagonal = ", writtenList(polynomials options.Metric, R), "\n"));
  folder := temporaryFileName();
  mkdir folder;
  if R =!= null then folder | "/model.toml" << text << close;
  if file =!= null then folder | "/file" << file << close;
  said := get concatenate("!trap 'rm -rf ", folder, "' EXIT INT; \"${ABIDE:-abide}\" answer macaulay2 ", question, " ",
    if R === null then quotedWord model else folder | "/model.toml", " --adapter 0.1.0",
    if options.Dynamics =!= null then " --dynamics " | quotedWord options.Dynamics else "",
    if options.TimeLimit =!= null then " --time-limit " | quotedWord options.TimeLimit else "",
    if options.?Degree and options.Degree =!= null then " --degree " | quotedWord options.Degree else "",
    words, if file =!= null then folder | "/file" else "", "; true");
  if said == "" then error "abide: no answer: expected the program abide, version 0.1, as ABIDE says or in PATH";
  answer := value said;
  if answer#?"error" then error("abide: ", answer#"error");
  if not answer#?"names" then return answer;
  home := homeOf(answer, R);
  named := new MutableHashTable from answer;
  remove(named, "names");
  remove(named, "places");
  named#"coordinates" = gens home;
  for key in {"laws", "gradients"} do if named#?key then named#key = named#key gens home;
  new HashTable from named)

common = {Dynamics => null, Metric => null, TimeLimit => null}

abideCoordinates = method(Options => common)
abideCoordinates Thing := options -> model -> (ask("coordinates", model, options, "", null))#"coordinates"

abideLaws = method(Options => {Degree => null} | common)
abideLaws Thing := options -> model -> (ask("laws", model, options, "", null))#"laws"

abideRank = method(Options => common)
abideRank Thing := options -> model -> (
  bounds := (ask("rank", model, options, "", null))#"rank";
  if bounds#0 < bounds#1 then error("abide: the Lie rank is only known to be between ", toString bounds#0, " and ", toString bounds#1);
  bounds#0)

abideCertify = method(Options => {Degree => null} | common)
abideCertify Thing := options -> model -> ask("certify", model, options, "", null)

abideVerify = method(Options => common, TypicalValue => Boolean)
abideVerify(Thing, String) := options -> (model, law) -> (ask("verify", model, options, " --law ", law))#"holds"
abideVerify(Thing, RingElement) := options -> (model, law) -> (
  ringOf {law};
  (ask("verify", model, options, " --positions --law ", written law))#"holds")

abideCheck = method(Options => common, TypicalValue => Boolean)
abideCheck(Thing, String) := options -> (model, certificate) -> (ask("check", model, options, " --certificate ", certificate))#"holds"
abideCheck(Thing, HashTable) := options -> (model, result) -> abideCheck(model, result#"certificate", options)

beginDocumentation()

doc ///
  Key
    Abide
  Headline
    conservation laws of training dynamics, proved
  Description
    Text
      Gradient flow keeps some functions of the weights constant, whatever the loss is: the conservation laws of the model
      $\phi$, which the loss sees the weights through. These functions ask the program {\tt abide}, which must be installed: the one
      that the environment variable {\tt ABIDE} names, or the first in {\tt PATH}. Everything is exact and proved.

      A model is a specification such as {\tt "linear:2,2,2"}, the name of a TOML file, or $\phi$ itself: a list, matrix or ideal of
      polynomials over @TO QQ@; all variables of their ring are coordinates.
    Example
      R = QQ[x,y,z];
      abideLaws {x*y, y*z}
      abideRank "linear:2,2,2"
    Text
      Options of all functions: {\tt Dynamics => "momentum:1"}, or {\tt "nesterov"}, {\tt "weight-decay:1/2"}, …: velocities are then
      called {\tt x$dot}, and the time coordinate {\tt s} or {\tt t}; {\tt Metric}, the diagonal of $M$ in $\theta' = -M\nabla E$, a list of
      polynomials; {\tt TimeLimit} in seconds.
///

doc ///
  Key
    abideLaws
    (abideLaws, Thing)
    [abideLaws, Degree]
    [abideLaws, Dynamics]
    [abideLaws, Metric]
    [abideLaws, TimeLimit]
    Dynamics
    Metric
    TimeLimit
  Headline
    polynomial conservation laws up to a degree
  Usage
    abideLaws m
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
    Degree => ZZ
      2 unless told
    Dynamics => String
    Metric => List
      of polynomials
    TimeLimit => ZZ
      in seconds
  Outputs
    :List
      of polynomials in @TO abideCoordinates@ of the model. Those that are polynomials in them are left out; whether there are others, tells @TO abideCertify@
  Description
    Example
      R = QQ[x,y,z];
      abideLaws {x*y, y*z}
      abideLaws "linear:2,2,2"
///

doc ///
  Key
    abideRank
    (abideRank, Thing)
    [abideRank, Dynamics]
    [abideRank, Metric]
    [abideRank, TimeLimit]
  Headline
    the Lie rank
  Usage
    abideRank m
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
  Outputs
    :ZZ
      in so many independent directions trajectories can go; an error where only bounds are proved
  Description
    Example
      abideRank "linear:2,2,2"
///

doc ///
  Key
    abideCertify
    (abideCertify, Thing)
    [abideCertify, Degree]
    [abideCertify, Dynamics]
    [abideCertify, Metric]
    [abideCertify, TimeLimit]
  Headline
    laws, Lie rank, whether there are no other laws, and a certificate
  Usage
    abideCertify m
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
  Outputs
    :HashTable
      with the keys {\tt "laws"}; {\tt "gradients"} of laws that are no polynomials, without denominators; {\tt "independent"}: how
      many independent laws these are; {\tt "rank"}: the Lie rank is at least and at most; {\tt "complete"}: is every law locally a
      function of these?; {\tt "dimensions"} of the spaces of laws of degree at most 1, 2, …; {\tt "certificate"}: the proof, a string,
      which abide-check accepted
  Description
    Example
      R = QQ[x,y,z];
      c = abideCertify {x*y, x^2*z};
      c#"laws"
      c#"complete"
      abideCheck({x*y, x^2*z}, c)
///

doc ///
  Key
    abideVerify
    (abideVerify, Thing, RingElement)
    (abideVerify, Thing, String)
    [abideVerify, Dynamics]
    [abideVerify, Metric]
    [abideVerify, TimeLimit]
  Headline
    is a function a conservation law?
  Usage
    abideVerify(m, h)
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
    h:RingElement
      in a ring with the coordinates of the model as variables, in their order; or a string such as {\tt "U1[1,1]^2 - U2[1,1]^2"}
  Outputs
    :Boolean
      both answers are proved
  Description
    Example
      R = QQ[x,y,z];
      abideVerify({x*y, y*z}, x^2-y^2+z^2)
///

doc ///
  Key
    abideCheck
    (abideCheck, Thing, String)
    (abideCheck, Thing, HashTable)
    [abideCheck, Dynamics]
    [abideCheck, Metric]
    [abideCheck, TimeLimit]
  Headline
    does abide-check, a program that shares no code with abide, accept a certificate?
  Usage
    abideCheck(m, c)
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
    c:HashTable
      of @TO abideCertify@, or the string of a certificate
  Outputs
    :Boolean
///

doc ///
  Key
    abideCoordinates
    (abideCoordinates, Thing)
    [abideCoordinates, Dynamics]
    [abideCoordinates, Metric]
    [abideCoordinates, TimeLimit]
  Headline
    the variables of a model
  Usage
    abideCoordinates m
  Inputs
    m:Thing
      a string, or a list, matrix or ideal of polynomials
  Outputs
    :List
      of variables: of a specification {\tt U1$1$1} stands for {\tt U1[1,1]}
  Description
    Example
      abideCoordinates "linear:1,1,1"
///

TEST ///
  R = QQ[x,y,z];
  assert(abideLaws {x*y, y*z} == {x^2 - y^2 + z^2})
///
end--
