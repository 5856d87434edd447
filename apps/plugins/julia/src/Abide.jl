# abide for Julia: conservation laws of training dynamics, proved, as polynomials of Oscar, Nemo or AbstractAlgebra, whichever is loaded.
# The library libabide is called by ccall (include/abide/abide.h); ABIDE_LIBRARY names it, else the loader finds it. Nothing is computed here.
"""
    Abide

Conservation laws of training dynamics, proved: functions of the weights that gradient flow keeps constant, whatever data and loss are.

- [`Abide.laws`](@ref): polynomial laws up to a degree
- [`Abide.rank`](@ref): the Lie rank: in how many directions trajectories can go
- [`Abide.certify`](@ref): both, whether there are no other laws, and a certificate
- [`Abide.verify`](@ref): is a polynomial a law?
- [`Abide.check`](@ref): does abide-check accept a certificate?
- [`Abide.coordinates`](@ref): the variables of a model

A model is a specification such as `"linear:2,2,2"`, the name of a TOML file, or φ itself: a vector or matrix of polynomials over QQ or ZZ in
several variables; all generators of their ring are coordinates. Keywords of all functions: `dynamics = "momentum:1"` (or `"nesterov"`,
`"weight-decay:1/2"`, …; velocities are then called `x_dot`, and the time coordinate `s` or `t`), `metric`, the diagonal of M in
θ' = -M∇E, a vector of polynomials, and `time_limit` in seconds.
"""
module Abide

using Libdl

# ---------------------------------------------------------------- the library

const library = Ref{Ptr{Cvoid}}(C_NULL)

function symbol(name)
    if library[] == C_NULL
        path = get(ENV, "ABIDE_LIBRARY", "libabide.so.0")
        found = dlopen(path; throw_error = false)
        found === nothing && error("abide: libabide is not found at $path: install it, or set ABIDE_LIBRARY")
        version = dlsym(found, :abide_abi_version; throw_error = false)
        abi = version === nothing ? 0 : ccall(version, Cint, ())
        abi == 1 || error("abide: expected libabide with ABI 1, found $abi at $path")
        library[] = found
    end
    return dlsym(library[], Symbol("abide_", name))
end

# A handle that is freed with the object that holds it.
mutable struct Handle
    kind::String
    pointer::Ptr{Cvoid}
    Handle(kind, pointer) = finalizer(release, new(kind, pointer))
end
release(handle::Handle) = ccall(symbol(handle.kind * "_free"), Cvoid, (Ptr{Cvoid},), handle.pointer)
Base.cconvert(::Type{Ptr{Cvoid}}, handle::Handle) = handle
Base.unsafe_convert(::Type{Ptr{Cvoid}}, handle::Handle) = handle.pointer

const ok, at_end = Cint(0), Cint(4)

function check_status(status, failure::Ref{Ptr{Cvoid}})
    (status == ok || status == at_end) && return status
    failure[] == C_NULL && error("abide: status $status")
    held = Handle("error", failure[])
    GC.@preserve held error("abide: ", unsafe_string(ccall(symbol("error_message"), Cstring, (Ptr{Cvoid},), held.pointer)))
end

# Reads a text handle; nothing where there is none.
function text(status, out)
    status == at_end && return nothing
    held = Handle("text", out[])
    GC.@preserve held unsafe_string(ccall(symbol("text_data"), Ptr{UInt8}, (Ptr{Cvoid},), held.pointer),
                                    ccall(symbol("text_size"), Csize_t, (Ptr{Cvoid},), held.pointer))
end

function options(; values...)
    out, failure = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL)
    check_status(ccall(symbol("options_create"), Cint, (Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}), out, failure), failure)
    made = Handle("options", out[])
    for (key, value) in values
        value === nothing && continue
        check_status(ccall(symbol("options_set"), Cint, (Ptr{Cvoid}, Cstring, Cstring, Ref{Ptr{Cvoid}}), made,
                           replace(string(key), "_" => "-"), string(value), failure), failure)
    end
    return made
end

# ---------------------------------------------------------------- polynomials

# Oscar, Nemo or AbstractAlgebra: they share an interface.
function algebra()
    for name in ("Oscar", "Nemo", "AbstractAlgebra"), (id, loaded) in Base.loaded_modules
        id.name == name && return loaded
    end
    error("abide: expected Oscar, Nemo or AbstractAlgebra to be loaded: using Nemo")
end

is_rational(c) = c isa Union{Integer, Rational} || string(nameof(typeof(c))) in ("QQFieldElem", "ZZRingElem", "fmpq", "fmpz")
decimal(c) = denominator(c) == 1 ? string(numerator(c)) : string(numerator(c), "/", denominator(c))

# A polynomial in which the generators are called by `name`.
function written(p, name)
    p isa Union{Integer, Rational} && return decimal(p)
    a = algebra()
    terms = String[]
    for (c, powers) in zip(a.coefficients(p), a.exponent_vectors(p))
        is_rational(c) || error("abide: expected polynomials over QQ or ZZ, found $p over $(a.base_ring(parent(p)))")
        push!(terms, join(["($(decimal(c)))"; ["$(name(k))^$e" for (k, e) in enumerate(powers) if e > 0]], "*"))
    end
    return isempty(terms) ? "0" : join(terms, " + ")
end

function ring_of(polynomials)
    rings = unique(parent(p) for p in polynomials if !(p isa Union{Integer, Rational}))
    length(rings) == 1 || error("abide: expected polynomials of one ring, found elements of $(length(rings))")
    return only(rings)
end

listed(polynomials) = string("[", join(("\"" * written(p, k -> "x[$k]") * "\"" for p in polynomials), ", "), "]")

# The entries of a matrix row by row.
entries(model::AbstractMatrix) = [model[i, j] for i in axes(model, 1) for j in axes(model, 2)]
entries(model) = collect(model)

struct Question
    model::Handle
    names::Vector{String}  # of the coordinates, as abide calls them
    ring
    generators
end

function made_model(model, metric)
    out, failure = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL)
    given = nothing
    if model isa AbstractString && !endswith(model, ".toml")
        metric === nothing || error("abide: a metric needs a model of polynomials: that of a specification is its own")
        check_status(ccall(symbol("model_from_specification"), Cint, (Cstring, Ptr{Cvoid}, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                           model, C_NULL, out, failure), failure)
    else
        if model isa AbstractString
            toml, title = read(model, String), String(model)
        else
            polynomials = entries(model)
            given = ring_of(polynomials)
            toml, title = """
                name = "phi"
                [[parameter]]
                name = "x"
                shape = [$(length(algebra().gens(given)))]
                [model]
                map = $(listed(polynomials))
                """, "model.toml"
            metric === nothing || (toml *= "[metric]\ndiagonal = $(listed(metric))\n")
        end
        check_status(ccall(symbol("model_from_toml"), Cint, (Cstring, Csize_t, Cstring, Ptr{Cvoid}, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                           toml, sizeof(toml), title, C_NULL, out, failure), failure)
    end
    return Handle("model", out[]), given
end

function question(model; dynamics = nothing, metric = nothing)
    handle, given = made_model(model, metric)
    out, failure = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL)
    if dynamics !== nothing
        check_status(ccall(symbol("model_with_dynamics"), Cint,
                           (Ptr{Cvoid}, Cstring, Cstring, Cstring, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                           handle, string(dynamics), C_NULL, C_NULL, out, failure), failure)
        handle = Handle("model", out[])
    end
    count = ccall(symbol("model_coordinates"), UInt64, (Ptr{Cvoid},), handle)
    names = map(0:Int(count) - 1) do k
        text(check_status(ccall(symbol("model_name"), Cint, (Ptr{Cvoid}, UInt64, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                                handle, k, out, failure), failure), out)
    end
    a = algebra()
    if given !== nothing && length(names) == length(a.gens(given))
        return Question(handle, names, given, a.gens(given))
    end
    ring, generators = a.polynomial_ring(a.QQ, [shown(name, given) for name in names])
    return Question(handle, names, ring, generators)
end

# x[2] of a model of polynomials is its second generator, x_dot[2] the velocity of that.
function shown(name, given)
    found = given === nothing ? nothing : match(r"^x(_dot)?\[(\d+)\]$", name)
    found === nothing && return name
    return string(algebra().gens(given)[parse(Int, found[2])], something(found[1], ""))
end

# ---------------------------------------------------------------- results

# abide_power and abide_term.
struct Power
    coordinate::UInt64
    exponent::UInt32
    logarithm::UInt32
end
struct Term
    coefficient::Cstring
    powers::Ptr{Power}
    power_count::Csize_t
end

function rational(decimal)
    parts = split(decimal, "/")
    return length(parts) == 1 ? Rational{BigInt}(parse(BigInt, decimal)) : parse(BigInt, parts[1])//parse(BigInt, parts[2])
end

function polynomial(q, cursor)
    count, term = Ref(Csize_t(0)), Ref(Term(Cstring(C_NULL), Ptr{Power}(C_NULL), 0))
    ccall(symbol("laws_term_count"), Cint, (Ptr{Cvoid}, Cint, Ref{Csize_t}), cursor, 0, count)
    sum = zero(q.ring)
    for k in 0:Int(count[]) - 1
        ccall(symbol("laws_term"), Cint, (Ptr{Cvoid}, Cint, Csize_t, Ref{Term}), cursor, 0, k, term)
        product = q.ring(algebra().base_ring(q.ring)(rational(unsafe_string(term[].coefficient))))
        for power in unsafe_wrap(Array, term[].powers, term[].power_count)
            product *= q.generators[power.coordinate + 1]^Int(power.exponent)
        end
        sum += product
    end
    return sum
end

function laws_of(q, result)
    out, failure, degree = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL), Ref(UInt32(0))
    check_status(ccall(symbol("laws_create"), Cint, (Ptr{Cvoid}, Cstring, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}), result, "all", out, failure), failure)
    cursor = Handle("laws", out[])
    found = typeof(zero(q.ring))[]
    while check_status(ccall(symbol("laws_next"), Cint, (Ptr{Cvoid}, Ref{Ptr{Cvoid}}), cursor, failure), failure) == ok
        ccall(symbol("laws_degree"), Cint, (Ptr{Cvoid}, Ref{UInt32}), cursor, degree)
        degree[] > 0 && push!(found, polynomial(q, cursor))  # 0: a law with logarithms or a denominator
    end
    return found
end

function certified(q, asked; degree = nothing, time_limit = nothing)
    out, failure, outcome = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL), Ref(Cint(0))
    check_status(ccall(symbol("certify"), Cint, (Ptr{Cvoid}, Ptr{Cvoid}, Ptr{Cvoid}, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                       q.model, options(; question = asked, degree, time_limit), C_NULL, out, failure), failure)
    result = Handle("result", out[])
    ccall(symbol("result_outcome"), Cint, (Ptr{Cvoid}, Ref{Cint}), result, outcome)
    outcome[] == 30 && error("abide: stopped by a limit")
    return result
end

# A number that a function of the result writes as text; nothing where nothing is claimed.
function number_of(result, name, what)
    out, failure = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL)
    said = text(check_status(ccall(symbol(name), Cint, (Ptr{Cvoid}, Cint, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                                   result, what, out, failure), failure), out)
    return said === nothing ? nothing : parse(Int, said)
end
count_of(result, what) = number_of(result, "result_count_text", what)  # of abide_count
dimension_of(result, degree) = number_of(result, "result_dimension", degree)
const independent_count, lower_count, upper_count, degree_count = 2, 3, 4, 7

function certificate_of(result)
    out, failure = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL)
    return text(check_status(ccall(symbol("result_certificate"), Cint, (Ptr{Cvoid}, Cstring, Ptr{Cvoid}, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                                   result, C_NULL, C_NULL, out, failure), failure), out)
end

# ---------------------------------------------------------------- what users call

"""
    Abide.coordinates(model; dynamics)

The variables that laws of a model are polynomials in.
"""
coordinates(model; dynamics = nothing) = question(model; dynamics).generators

"""
    Abide.laws(model; degree = 2, dynamics, metric, time_limit)

The polynomial conservation laws up to a degree. Those that are polynomials in them are left out; whether there are others,
tells [`Abide.certify`](@ref).

```julia-repl
julia> R, (x, y, z) = polynomial_ring(QQ, ["x", "y", "z"]);

julia> Abide.laws([x*y, y*z])
1-element Vector{QQMPolyRingElem}:
 x^2 - y^2 + z^2
```
"""
function laws(model; degree = nothing, dynamics = nothing, metric = nothing, time_limit = nothing)
    q = question(model; dynamics, metric)
    return laws_of(q, certified(q, "laws"; degree, time_limit))
end

"""
    Abide.rank(model; dynamics, metric, time_limit)

The Lie rank: in so many independent directions trajectories can go; an error where only bounds are proved.
"""
function rank(model; dynamics = nothing, metric = nothing, time_limit = nothing)
    q = question(model; dynamics, metric)
    lower, upper = 0, 1
    for asked in ("rank", "certify")  # laws bound it from above
        result = certified(q, asked; time_limit)
        lower, upper = count_of(result, lower_count), count_of(result, upper_count)
        lower == upper && return lower
    end
    error("abide: the Lie rank is only known to be between $lower and $upper")
end

"""
    Abide.certify(model; degree = 2, dynamics, metric, time_limit)

All that is proved, a named tuple: `coordinates`, `laws`, `independent` (how many independent laws these are), `rank` (the Lie rank: at least, at
most), `complete` (is every law locally a function of these?), `dimensions` (of the spaces of laws of degree 1, 2, …; `nothing`: not
determined), `certificate` (the proof, a string).
"""
function certify(model; degree = nothing, dynamics = nothing, metric = nothing, time_limit = nothing)
    q = question(model; dynamics, metric)
    result = certified(q, "certify"; degree, time_limit)
    return (coordinates = q.generators, laws = laws_of(q, result), independent = count_of(result, independent_count),
            rank = (count_of(result, lower_count), count_of(result, upper_count)),
            complete = ccall(symbol("result_is_complete"), Cint, (Ptr{Cvoid},), result) == 1,
            dimensions = [dimension_of(result, k) for k in 1:something(count_of(result, degree_count), 0)],
            certificate = certificate_of(result))
end

"""
    Abide.verify(model, law; dynamics, metric, time_limit)

Is a function a conservation law? Both answers are proved. `law`: a polynomial in the coordinates, or of a specification also a string such
as `"U1[1,1]^2 - U2[1,1]^2"`.
"""
function verify(model, law; dynamics = nothing, metric = nothing, time_limit = nothing)
    q = question(model; dynamics, metric)
    said = law isa AbstractString ? String(law) : written(law, k -> q.names[k])
    outcome, failure = Ref(Cint(0)), Ref{Ptr{Cvoid}}(C_NULL)
    check_status(ccall(symbol("verify"), Cint, (Ptr{Cvoid}, Cstring, Ptr{Cvoid}, Ptr{Cvoid}, Ref{Cint}, Ptr{Cvoid}, Ref{Ptr{Cvoid}}),
                       q.model, said, options(; time_limit), C_NULL, outcome, C_NULL, failure), failure)
    return outcome[] == 0
end

"""
    Abide.check(model, certificate; dynamics, metric, time_limit)

Does abide-check, a program that shares no code with abide, accept a certificate for this model? `certificate`: what
[`Abide.certify`](@ref) returns, or a string.
"""
function check(model, certificate; dynamics = nothing, metric = nothing, time_limit = nothing)
    said = certificate isa AbstractString ? String(certificate) : certificate.certificate
    q = question(model; dynamics, metric)
    out, failure, outcome = Ref{Ptr{Cvoid}}(C_NULL), Ref{Ptr{Cvoid}}(C_NULL), Ref(Cint(0))
    check_status(ccall(symbol("check_certificate"), Cint,
                       (Ptr{Cvoid}, Cstring, Csize_t, Cstring, Cstring, Ptr{Cvoid}, Ptr{Cvoid}, Ref{Ptr{Cvoid}}, Ref{Ptr{Cvoid}}),
                       q.model, said, sizeof(said), C_NULL, C_NULL, options(; time_limit), C_NULL, out, failure), failure)
    verdict = Handle("verdict", out[])
    ccall(symbol("verdict_outcome"), Cint, (Ptr{Cvoid}, Ref{Cint}), verdict, outcome)
    return outcome[] in (0, 10)
end

end
