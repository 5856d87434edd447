# The laws of φ(x, y, z) = (xy, x²z), whether there are others, and whether abide-check agrees.
using Nemo, Abide

R, (x, y, z) = polynomial_ring(QQ, ["x", "y", "z"])
phi = [x*y, x^2*z]
c = Abide.certify(phi)
println(c.laws)
println(c.independent, " independent law, ", c.complete ? "complete" : "open")
println("abide-check accepts it: ", Abide.check(phi, c))
