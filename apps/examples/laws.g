# The laws of φ(x, y, z) = (xy, x²z), whether there are others, and whether abide-check agrees.
LoadPackage("abide");;
x := Indeterminate(Rationals, "x");; y := Indeterminate(Rationals, "y");; z := Indeterminate(Rationals, "z");;
phi := [x*y, x^2*z];;
c := AbideCertify(phi);;
Print(c.laws, "\n", c.independent, " independent law, complete: ", c.complete, "\n");
Print("abide-check accepts it: ", AbideCheck(phi, c), "\n");
