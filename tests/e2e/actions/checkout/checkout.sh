# The commit and the branches as actions/checkout leaves them, over HTTP as from GitHub, and a .venv
# that is made already: the one that runs these tests.
set -eu
test "$CREDENTIALS" = false  # nothing here keeps a token, so nothing may rely on one that is kept

git -c init.defaultBranch=main init -q .
git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"
echo "$E2E_OBJECTS" > .git/objects/info/alternates # saves copying them twenty times
case $GITHUB_REF in
    refs/heads/*) kept=refs/remotes/origin/${GITHUB_REF#refs/heads/} ;;
    *) kept=refs/remotes/${GITHUB_REF#refs/} ;;
esac
if [ "$DEPTH" = 0 ]; then
    git fetch -q --no-tags origin "+refs/heads/*:refs/remotes/origin/*"
    git fetch -q --no-tags origin "+$GITHUB_SHA:$kept"
else
    git fetch -q --no-tags --depth "$DEPTH" origin "+$GITHUB_SHA:$kept"
fi
git checkout -q --force --detach "$GITHUB_SHA"

[ -z "${E2E_COMPILED:-}" ] || cp -R "$E2E_COMPILED/." .
mkdir .venv
ln -s "$E2E_VENV"/* .venv/
cp requirements-dev.txt .venv/.complete
