"""The laws of φ(x, y, z) = (xy, x²z), and whether there are others."""
import abide
from sympy import symbols

x, y, z = symbols("x y z")
result = abide.certify([x * y, x**2 * z])
for law in result.laws:
    print(law.to_sympy())
print(result.independent_laws, "independent law,", "complete" if result.complete else "open")
print(abide.verify(result.model, x**2 - y**2))
print(result.certificate().check().lines[-1])
