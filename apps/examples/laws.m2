-- The laws of phi(x, y, z) = (xy, x^2z), whether there are others, and whether abide-check agrees.
needsPackage "Abide"
R = QQ[x,y,z];
phi = {x*y, x^2*z};
c = abideCertify phi;
print toString c#"laws"
print concatenate(toString c#"independent", " independent law, ", if c#"complete" then "complete" else "open")
print concatenate("abide-check accepts it: ", toString abideCheck(phi, c))
