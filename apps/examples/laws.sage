# The laws of φ(x, y, z) = (xy, x²z), whether there are others, and whether abide-check agrees.
from abide.sage import *

R.<x,y,z> = QQ[]
phi = [x*y, x^2*z]
c = abide_certify(phi)
print(c.laws)
print(c.independent, "independent law,", "complete" if c.complete else "open")
print("abide-check accepts it:", abide_check(phi, c))
