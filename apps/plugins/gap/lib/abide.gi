# abide for GAP. The program abide is asked in a process of its own (data/format/answer.md): it is the one that the environment
# variable ABIDE names, or the first in PATH. Nothing is computed here.

BindGlobal("ABIDE_Quoted", function(text)
  return Concatenation("'", ReplacedString(String(text), "'", "'\\''"), "'");
end);

# The family of polynomials over the rationals.
BindGlobal("ABIDE_Family", RationalFunctionsFamily(FamilyObj(1)));

# Refuses what is no polynomial over the rationals; numbers are constant ones.
BindGlobal("ABIDE_Polynomial", function(p)
  local terms;
  if IsRat(p) then return p*One(ABIDE_Family); fi;
  if not IsRationalFunction(p) then
    ErrorNoReturn("abide: expected polynomials over the rationals, found ", p);
  elif not IsIdenticalObj(FamilyObj(p), ABIDE_Family) then
    ErrorNoReturn("abide: expected polynomials over the rationals, found ", p, ", which is over another ring");
  elif not IsPolynomial(p) then
    ErrorNoReturn("abide: expected polynomials over the rationals, found the rational function ", p);
  fi;
  terms := ExtRepPolynomialRatFun(p);
  if not ForAll([2, 4 .. Length(terms)], k -> IsRat(terms[k])) then
    ErrorNoReturn("abide: expected rational coefficients, found ", p);
  fi;
  return p;
end);

# The indeterminates of polynomials, in GAP's order.
BindGlobal("ABIDE_Indeterminates", function(polynomials)
  local numbers, p, terms, k;
  numbers := [];
  for p in polynomials do
    terms := ExtRepPolynomialRatFun(p);
    for k in [1, 3 .. Length(terms) - 1] do
      UniteSet(numbers, terms[k]{[1, 3 .. Length(terms[k]) - 1]});
    od;
  od;
  return List(numbers, k -> PolynomialByExtRep(ABIDE_Family, [[k, 1], 1]));
end);

# A polynomial in which the indeterminates x are called x[1], x[2], …
BindGlobal("ABIDE_Written", function(p, x)
  local numbers, terms, power;
  numbers := List(x, IndeterminateNumberOfLaurentPolynomial);
  terms := ExtRepPolynomialRatFun(p);
  power := function(number, exponent)
    local place;
    place := Position(numbers, number);
    if place = fail then
      ErrorNoReturn("abide: ", PolynomialByExtRep(ABIDE_Family, [[number, 1], 1]), " is none of the coordinates ", x);
    fi;
    return Concatenation("*x[", String(place), "]^", String(exponent));
  end;
  if terms = [] then return "0"; fi;
  return JoinStringsWithSeparator(List([1, 3 .. Length(terms) - 1], k ->
    Concatenation("(", String(terms[k + 1]), ")",
      Concatenation(List([1, 3 .. Length(terms[k]) - 1], j -> power(terms[k][j], terms[k][j + 1]))))), " + ");
end);
BindGlobal("ABIDE_List", function(polynomials, x)
  return Concatenation("[\"", JoinStringsWithSeparator(List(polynomials, p -> ABIDE_Written(p, x)), "\", \""), "\"]");
end);

# The polynomials of a model, matrices row by row; of a specification none.
BindGlobal("ABIDE_Map", function(model)
  if IsString(model) and not IsEmpty(model) then return []; fi;
  if not IsList(model) or IsEmpty(model) then
    ErrorNoReturn("abide: expected a specification such as \"linear:2,2,2\", or a list or matrix of polynomials, found ", model);
  fi;
  return List(Flat(model), ABIDE_Polynomial);
end);

BindGlobal("ABIDE_Options", function(arguments)
  local options, name;
  options := rec();
  if arguments <> [] then options := arguments[1]; fi;
  if Length(arguments) > 1 or not IsRecord(options) then
    ErrorNoReturn("abide: expected one record of options, found ", arguments);
  fi;
  for name in RecNames(options) do
    if not name in ["degree", "dynamics", "metric", "timeLimit"] then
      ErrorNoReturn("abide: expected the options degree, dynamics, metric, timeLimit, found ", name);
    fi;
  od;
  return options;
end);

# The model as a file, if it is none yet: what stands for it on the command line.
BindGlobal("ABIDE_Model", function(model, map, x, options, folder)
  local file, metric;
  metric := "";
  if map = [] then
    if IsBound(options.metric) then
      ErrorNoReturn("abide: a metric needs a model of polynomials: that of a specification is its own");
    fi;
    return ABIDE_Quoted(model);
  fi;
  if IsBound(options.metric) then
    metric := Concatenation("[metric]\ndiagonal = ", ABIDE_List(List(options.metric, ABIDE_Polynomial), x), "\n");
  fi;
  file := Filename(folder, "model.toml");
  FileString(file, Concatenation("name = \"phi\"\n[[parameter]]\nname = \"x\"\nshape = [", String(Length(x)), "]\n[model]\nmap = ",
    ABIDE_List(map, x), "\n", metric));
  return file;
end);

# Puts indeterminates in for coordinates: those of a map, else ones that are called as the arrays.
BindGlobal("ABIDE_Named", function(answer, x)
  local name;
  name := function(k)
    local place;
    place := answer.places[k];
    if x = [] or place = 0 then return Indeterminate(Rationals, answer.names[k] : old); fi;
    if place > 0 then return x[place]; fi;
    return Indeterminate(Rationals, Concatenation(String(x[-place]), "_dot") : old);
  end;
  answer.coordinates := List([1..Length(answer.names)], name);
  Unbind(answer.names);
  Unbind(answer.places);
  for name in ["laws", "gradients"] do
    if IsBound(answer.(name)) then answer.(name) := answer.(name)(answer.coordinates); fi;
  od;
  return answer;
end);

# The answer to a question, as a record; `file` is written beside the model.
BindGlobal("ABIDE_Answer", function(question, model, options, words, file)
  local map, x, folder, command, said, stream, answer;
  map := ABIDE_Map(model);
  x := ABIDE_Indeterminates(map);
  folder := DirectoryTemporary();
  command := Concatenation("trap 'rm -f ", Filename(folder, ""), "*' EXIT INT; \"${ABIDE:-abide}\" answer gap ", question, " ",
    ABIDE_Model(model, map, x, options, folder), " --adapter 0.1.0 ", words);
  if file <> fail then
    FileString(Filename(folder, "file"), file);
    Append(command, Filename(folder, "file"));
  fi;
  if IsBound(options.dynamics) then Append(command, Concatenation(" --dynamics ", ABIDE_Quoted(options.dynamics))); fi;
  if IsBound(options.timeLimit) then Append(command, Concatenation(" --time-limit ", ABIDE_Quoted(options.timeLimit))); fi;
  if IsBound(options.degree) and question in ["laws", "certify"] then
    Append(command, Concatenation(" --degree ", ABIDE_Quoted(options.degree)));
  fi;
  said := "";
  stream := OutputTextString(said, true);
  Process(DirectoryCurrent(), "/bin/sh", InputTextNone(), stream, ["-c", command]);
  CloseStream(stream);
  if said = "" then ErrorNoReturn("abide: no answer: expected the program abide, version 0.1, as ABIDE says or in PATH"); fi;
  answer := ReadAsFunction(InputTextString(Concatenation("return ", said, ";")))();
  if IsBound(answer.error) then ErrorNoReturn("abide: ", answer.error); fi;
  if IsBound(answer.names) then ABIDE_Named(answer, x); fi;
  return answer;
end);

InstallGlobalFunction(AbideCoordinates, function(model, arguments...)
  return ABIDE_Answer("coordinates", model, ABIDE_Options(arguments), "", fail).coordinates;
end);

InstallGlobalFunction(AbideLaws, function(model, arguments...)
  return ABIDE_Answer("laws", model, ABIDE_Options(arguments), "", fail).laws;
end);

InstallGlobalFunction(AbideRank, function(model, arguments...)
  local bounds;
  bounds := ABIDE_Answer("rank", model, ABIDE_Options(arguments), "", fail).rank;
  if bounds[1] < bounds[2] then
    ErrorNoReturn("abide: the Lie rank is only known to be between ", bounds[1], " and ", bounds[2]);
  fi;
  return bounds[1];
end);

InstallGlobalFunction(AbideCertify, function(model, arguments...)
  return ABIDE_Answer("certify", model, ABIDE_Options(arguments), "", fail);
end);

InstallGlobalFunction(AbideVerify, function(model, law, arguments...)
  local options;
  options := ABIDE_Options(arguments);
  if IsString(law) then return ABIDE_Answer("verify", model, options, "--law ", law).holds; fi;
  law := ABIDE_Written(ABIDE_Polynomial(law), ABIDE_Answer("coordinates", model, options, "", fail).coordinates);
  return ABIDE_Answer("verify", model, options, "--positions --law ", law).holds;
end);

InstallGlobalFunction(AbideCheck, function(model, certificate, arguments...)
  if IsRecord(certificate) then certificate := certificate.certificate; fi;
  return ABIDE_Answer("check", model, ABIDE_Options(arguments), "--certificate ", certificate).holds;
end);
